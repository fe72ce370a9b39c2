/** The texts of the keys in Ukrainian. */
import type { finding as english } from "../english/finding.ts";

export const finding: typeof english = {
  areEnabled: "Окремі літери діють на сторінці",
  areas: { review: "Пара", lists: "Список", pages: "Перейти до", anywhere: "Усюди" },
  find: {
    title: "Знайти будь-що",
    label: "Сторінка, ім'я або номер",
    results: "Знайдено",
    page: "сторінка",
    person: "особа",
    trail: "журнал",
    act: "Що спричинив цей запит",
    asking: "Пошук…",
    nothing: "Нічого не знайдено.",
    count: (count) => `Знайдено: ${count}.`,
  },
  keys: {
    KeyN: "взяти наступну пару",
    KeyM: "об'єднати: одна людина",
    KeyS: "розділити: дві людини",
    KeyP: "відкласти",
    KeyT: "відкинути: судити неможливо",
    "1–9": "чому, доки рішення підтверджують",
    KeyZ: "взяти назад останнє рішення",
    KeyC: "написати коментар",
    Enter: "підтвердити",
    Escape: "скасувати або вийти з коментаря",
    KeyJ: "наступний рядок",
    KeyK: "попередній рядок",
    KeyO: "відкрити рядок, як і Enter",
    "/": "шукати в цьому списку",
    "?": "ця довідка",
    "Ctrl+K": "знайти сторінку, особу або запис",
  },
};
