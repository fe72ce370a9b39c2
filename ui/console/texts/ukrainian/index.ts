/** All texts of the console in Ukrainian. */
import type { Texts } from "../english/index.ts";
import { administration } from "./administration.ts";
import { alerts } from "./alerts.ts";
import { errors } from "./errors.ts";
import { records } from "./records.ts";
import { review } from "./review.ts";

export const ukrainian: Texts = {
  shell: {
    skip: "До змісту",
    menu: "Сторінки",
    loading: "Завантаження…",
    language: "Мова",
    theme: "Тема",
    signOut: "Вийти",
    close: "Закрити",
    cancel: "Скасувати",
    kept: "Я зберіг її",
    copy: "Копіювати",
    copied: "Скопійовано",
    nothingHere: "Тут нічого немає",
    toStart: "До початкової сторінки",
    noSuchPage: "Такої сторінки немає.",
    required: "Поля із зірочкою обов'язкові.",
    nothingHereExplanation: "Такої сторінки немає, або вона для ролі, якої ви не маєте.",
    noRole: "Ви ще не маєте жодної ролі. Її може надати адміністратор.",
  },
  themes: { system: "Тема системи", light: "Світла", dark: "Темна" },
  menu: {
    review: "Розгляд",
    requests: "Мої запити",
    records: "Записи",
    persons: "Особи",
    declare: "Заявити",
    dashboard: "Огляд",
    trail: "Журнал змін",
    users: "Користувачі",
    clients: "Клієнти",
    webhooks: "Вебхуки",
    messages: "Повідомлення",
  },
  signIn: {
    title: "Вхід до Selfsame",
    username: "Ім'я користувача",
    password: "Пароль",
    submit: "Увійти",
    wrong: "Ім'я або пароль неправильні, або обліковий запис заблоковано.",
    again: "Увійдіть знову",
    againExplanation: "Ваш сеанс закінчився. Набране на місці: увійдіть і продовжуйте.",
    endReasons: {
      "signed-out": "Ви вийшли.",
      expired: "Ваш сеанс завершився. Увійдіть знову.",
      "user-blocked": "Ваш обліковий запис заблоковано. Причину знає адміністратор.",
      "client-blocked": "Цю консоль заблоковано. Причину знає адміністратор.",
    },
  },
  demo: {
    title: "Це демонстрація",
    explanation: "Люди в ній вигадані. Натисніть, щоб увійти як:",
    passwords: "Пароль кожного облікового запису збігається з його іменем.",
    roles: {
      NHS_REVIEWER: "вирішує, чи два записи про одну людину",
      REGISTRAR: "заявляє й реєструє народження, смерті та шлюби",
      ADMIN: "бачить, хто що зробив і кому що можна",
    },
  },
  leaving: {
    title: "Піти з цієї сторінки?",
    explanations: {
      draft: "Набране не надіслано. Воно лишається в цій вкладці на добу, лише для вас.",
      form: "Набране не надіслано й буде втрачено.",
      secret: "Таємницю показано лише цього разу. Чи ви її зберегли?",
    },
    leave: "Піти",
    stay: "Лишитися",
    signOutTitle: "Вийти й видалити ненадіслане?",
    signOutExplanation:
      "У цій вкладці є чернетки, яких ви не надіслали. Потім їх ніхто не прочитає.",
    restored: "Те, що ви тут набрали, ще не надіслано. Ви лишили його",
    startOver: "Почати знову",
  },
  lists: {
    more: "Показати ще",
    end: "Це все.",
    empty: "Немає чого показати.",
    order: "Порядок",
    newest: "Спочатку нові",
    oldest: "Спочатку давні",
    find: "Знайти за ім'ям чи номером",
    filters: "Фільтри",
    clear: "Скинути фільтри",
    apply: "Застосувати",
  },
  alerts,
  errors,
  ...review,
  ...records,
  ...administration,
};
