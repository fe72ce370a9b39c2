/** The texts of charts, strips and timelines in Ukrainian. */
import type { charts as english } from "../english/charts.ts";

export const charts: typeof english = {
  asTable: "Таблицею",
  tooFew: "замало",
  arrowKeys: "Стрілки ведуть від одного до наступного, Enter відкриває те, що він рахує.",
  day: "День",
  age: "Вік",
  ages: {
    today: "сьогодні",
    between: (from, to) => `${from}–${to} дн.`,
    older: (from) => `${from} дн. і більше`,
    shortly: (days) => `${days} дн.`,
  },
  waiting: {
    pairs: "Пари, що чекають, за віком",
    records: "Записи, що чекають, за віком заяви",
    nothing: "Ніщо не чекає.",
    series: {
      pairs: "Пари на розгляді",
      toRegister: "Зареєструвати",
      toCertify: "Засвідчити наново",
      toIssue: "Видати",
    },
  },
  funnel: {
    title: "Від заяви до свідоцтва",
    explanation:
      "Із заявленого за цей період: як далеко воно дійшло дотепер, і за який час половина" +
      " дійшла туди від попереднього кроку.",
    step: "Крок",
    records: "Записи",
    share: "Частка",
    medianTime: "Медіана часу",
    within: (time) => `половина: до ${time}`,
    inAll: (time) => `Загальний час половини виданого, щонайбільше: ${time}.`,
    stopped: (count) => `Відхилено, архівовано чи анульовано: ${count}.`,
    none: "За цей період нічого не заявлено.",
  },
  organisation: {
    title: "Показники",
    explanation:
      "Самої цієї організації, на кінець кожного місяця та на сьогодні. Малі числа не показано, як і те, що їх видало б.",
    month: "Місяць",
    year: "Рік народження",
    members: "Члени за статтю",
    ages: (day) => `Члени за роком народження, ${day}`,
    moves: "Хто вступив і хто вибув",
    joined: "Вступили",
    left: "Вибули",
    involvements: "Заявлено тут",
    count: "Члени",
    allTooFew: "Того, що є, замало, щоб показати.",
    none: "За ці місяці нічого.",
  },
  deliveries: {
    title: "Останні доставлення",
    none: "Ще нічого не надсилалося.",
    one: "Одне доставлення",
    all: "Усі доставлення",
    gone: "Це доставлення вже не зберігається.",
  },
  person: {
    title: "Хід подій",
    gaveWay: (name) => `${name} об’єднано з цим записом`,
    wasMerged: (name) => `об’єднано із записом ${name}`,
    takenBack: (what) => `скасовано: ${what}`,
    version: (version, fields) => `версія ${version}: ${fields}`,
  },
};
