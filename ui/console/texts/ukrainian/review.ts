/** The texts of the reviewer's pages in Ukrainian. */
import type { review as english } from "../english/review.ts";

export const review: typeof english = {
  review: {
    title: "Розгляд",
    pair: "Пара",
    next: "Взяти наступну пару",
    nextIsHere: "Ось наступна пара.",
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
  confirmations: {
    MERGE: {
      title: "Це одна людина?",
      consequence: (duplicate: string, master: string) =>
        `Коли так скаже досить рецензентів, можливий дублікат («${duplicate}») поступиться, а ` +
        `можливий основний запис («${master}») лишиться. Рішення не можна взяти назад.`,
    },
    SPLIT: {
      title: "Це дві різні людини?",
      consequence: (duplicate: string, master: string) =>
        `Коли так скаже досить рецензентів, записи «${duplicate}» і «${master}» обидва ` +
        "лишаться, і цю пару більше не показуватимуть. Рішення не можна взяти назад.",
    },
    POSTPONE: {
      title: "Відкласти цю пару?",
      consequence: () =>
        "Вона лишиться серед ваших відкладених, доки ви її не вирішите; інші можуть вирішити раніше.",
    },
    TRASH: {
      title: "Цю пару неможливо розсудити?",
      consequence: () =>
        "Коли так скаже досить рецензентів, пару буде відкладено вбік, а обидва записи лишаться " +
        "як є. Рішення не можна взяти назад.",
    },
  },
  shortcuts: {
    title: "Клавіші",
    areEnabled: "Окремі літери діють на сторінці",
    descriptions: {
      N: "взяти наступну пару",
      M: "об'єднати: одна людина",
      S: "розділити: дві людини",
      P: "відкласти",
      T: "відкинути: судити неможливо",
      C: "написати коментар",
      Enter: "підтвердити",
      Escape: "скасувати або вийти з коментаря",
      "?": "ця довідка",
    },
  },
  requests: {
    title: "Мої запити",
    show: "Показати",
    superseded: "вирішили інші",
    empty: "Тут іще немає запитів. У «Розгляді» ви берете пари на рішення.",
    filters: {
      open: "Відкриті",
      postponed: "Відкладені",
      decided: "Вирішені",
      merged: "Об'єднані",
      split: "Розділені",
      trashed: "Відкинуті",
      all: "Усі",
    },
    orders: {
      INSERTED_AT_DESC: "Спочатку нові",
      INSERTED_AT_ASC: "Спочатку давні",
      STATUS_ASC: "За статусом, від A до Z",
      STATUS_DESC: "За статусом, від Z до A",
    },
  },
};
