/** The texts of the reviewer's pages in Ukrainian. */
import type { review as english } from "../english/review.ts";

export const review: typeof english = {
  review: {
    title: "Розгляд",
    pair: "Пара",
    next: "Взяти наступну пару",
    nextIsHere: "Ось наступна пара.",
    withOthers: "Про ту пару тепер вирішують інші рецензенти.",
    ready: "Два записи, що можуть бути про одну людину: ви вирішуєте, чи це так.",
    limitReached:
      "Ви відклали стільки пар, скільки можна: вирішіть одну з цих, перш ніж брати наступну.",
    noneLeft: "Для вас пар не лишилося. Зазирніть пізніше.",
    postponed: (count: number, limit: number) => `Відкладено: ${count} з ${limit}.`,
    seePostponed: "Показати",
    field: "Поле",
    duplicate: "Можливий дублікат",
    master: "Можливий основний запис",
    agreement: "Збіг",
    swapped: "помінялося місцями з іншим",
    missing: "немає",
    comment: "Коментар (необов'язково)",
    commentHint: "C веде сюди, Escape назад.",
    decision: "Ваше рішення",
    commentNotSent: "Ваш коментар не надіслано:",
    isDecided: "Ви вирішили:",
    isSuperseded: "Вирішено без вашого рішення; ви сказали:",
  },
  agreements: {
    EXACT: "збігається",
    CLOSE: "майже збігається",
    DIFFERENT: "різниться",
    MISSING: "немає",
  },
  decisionVerbs: {
    MERGE: "Об'єднати",
    SPLIT: "Розділити",
    POSTPONE: "Відкласти",
    TRASH: "Відкинути",
  },
  decisionMeanings: {
    MERGE: "одна людина",
    SPLIT: "дві людини",
    POSTPONE: "вирішити пізніше",
    TRASH: "судити неможливо",
  },
  decisionStatuses: {
    NEW: "Нова",
    MERGE: "Об'єднано",
    SPLIT: "Розділено",
    POSTPONE: "Відкладено",
    TRASH: "Відкинуто",
  },
  decisionAnnouncements: {
    MERGE: "Сказано: одна людина.",
    SPLIT: "Сказано: дві людини.",
    POSTPONE: "Відкладено.",
    TRASH: "Сказано: судити неможливо.",
  },
  shortcuts: {
    title: "Клавіші",
  },
  requests: {
    title: "Мої запити",
    show: "Показати",
    superseded: "вирішили інші",
    filters: {
      open: "Відкриті",
      postponed: "Відкладені",
      decided: "Вирішені",
      merged: "Об'єднані",
      split: "Розділені",
      trashed: "Відкинуті",
      all: "Усі",
    },
  },
};
