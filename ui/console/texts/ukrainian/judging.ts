/** The texts of a pair that is judged in Ukrainian. */
import type { judging as english } from "../english/judging.ts";

export const judging: typeof english = {
  atAGlance: "Як збігаються записи, поле за полем",
  missingFields: (names: string) => `Немає в одному з них або в обох: ${names}`,
  mayBeTwins: "Можливо, родичі: імена різняться, а дата народження і прізвище збігаються.",
  records: (count: number) => `Записів, що можуть бути про одну людину: ${count}`,
  moreRecords: (count: number) => `Записів, що можуть бути про одну людину: ${count} і більше`,
  cluster: {
    title: "Записи, що можуть бути про одну людину",
    isTruncated: "Записів більше, ніж тут показано.",
    ofThisPair: "з цієї пари",
    graph: "Ті самі пари, що й у списку, як лінії між номерами записів",
    link: (from: number, to: number) => `${from} і ${to}:`,
    states: {
      OPEN: "ще не вирішено",
      MERGED: "одна людина",
      SPLIT: "дві людини",
      TRASH: "судити неможливо",
    },
  },
  whatMergingDoes: "Що станеться від об'єднання",
  preview: {
    stands: "Можливий основний запис лишається; можливий дублікат веде до нього.",
    vitalEvents: (count: number) => `Подій, що перейдуть до основного запису: ${count}`,
    nobodyFollows: "З можливим дублікатом досі нічого не об'єднували.",
    followers: (names: string) => `Раніше об'єднані з дублікатом, підуть за ним: ${names}`,
    closed: (count: number) => `Інших пар із дублікатом, що закриються: ${count}`,
    opened: (count: number) => `Пар з основним записом, що відкриються замість них: ${count}`,
  },
  confirmations: {
    MERGE: {
      title: "Це одна людина?",
      consequence: (duplicate: string, master: string) =>
        `Коли так скаже досить рецензентів, можливий дублікат («${duplicate}») поступиться, а ` +
        `можливий основний запис («${master}») лишиться. До того рішення можна взяти назад.`,
    },
    SPLIT: {
      title: "Це дві різні людини?",
      consequence: (duplicate: string, master: string) =>
        `Коли так скаже досить рецензентів, записи «${duplicate}» і «${master}» обидва ` +
        "лишаться, і цю пару більше не показуватимуть. До того рішення можна взяти назад.",
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
        "як є. До того рішення можна взяти назад.",
    },
  },
  changedSinceLooked: "змінилося, відколи ви дивились",
  changedSinceDecided: "змінилося відтоді",
  haveChanged:
    "Записи змінилися, відколи ви дивились, тож нічого не вирішено. Набране збережено: " +
    "перегляньте позначене і вирішіть знову.",
  outdated: (names: string) =>
    `Записи змінилися, відколи ви вирішили чи відклали цю пару: ${names}. Вирішіть знову.`,
  /** What came of a pair on which the reviewer has decided. */
  outcomes: {
    OPEN: "Ще не вирішено: про неї вирішують і інші рецензенти.",
    ONE_PERSON: "Вирішено: одна особа. Можливий дублікат веде до основного запису.",
    BOTH_STAND: "Вирішено: обидва записи чинні.",
    MERGED_ELSEWHERE: "Вирішено: один із записів відтоді об'єднано з іншим.",
  },
  /** The same, as short as a list needs it. */
  shortOutcomes: {
    OPEN: "Ще не вирішено",
    ONE_PERSON: "Вирішено: одна особа",
    BOTH_STAND: "Вирішено: обидва записи чинні",
    MERGED_ELSEWHERE: "Вирішено: запис об'єднано з іншим",
  },
  /** Why the pair was put together, from how its records agree. */
  whyPaired: {
    because: "Показано як пару, бо",
    agree: (names: string) => `збігаються: ${names}`,
    nearlyAgree: (names: string) => `майже збігаються: ${names}`,
    differ: (names: string) => `відрізняються: ${names}`,
    nouns: { birthDate: "дата народження", deathDate: "дата смерті" },
    slips: {
      TRANSPOSED: "два сусідні знаки помінялися місцями",
      ONE_CHARACTER: "один знак",
      NAMES_SWAPPED: "ім'я й прізвище помінялися місцями",
    },
  },
  whoDecided: "Хто вирішив, рецензентам не показано, щоб розгляд був сліпим.",
  /** Before the day in a list of pairs. */
  dates: { given: "надано вам", since: "від", decided: "вирішено" },
  whyLabel: "Чому:",
  seePair: "Переглянути пару",
  takeBackThere: "Переглянути пару, щоб узяти назад",
  postponedSince: "Серед ваших відкладених пар від",
  withOthers: "Про цю пару тепер вирішують інші рецензенти.",
  takeBack: "Взяти назад",
  takenBack: "Взято назад: пара серед ваших відкладених.",
  decideAgain: "Переглянути її знову",
  tooLate: "Це вже не можна взяти назад.",
  why: "Чому (необов'язково)",
  otherReason: "Коментар: інша причина",
  reasons: {
    SAME_IDENTIFIER: "Той самий номер",
    SAME_CONTACT: "Той самий контакт",
    SPELLING: "Написання",
    DATE_SLIP: "Похибка в даті",
    NAME_CHANGE: "Зміна імені",
    DIFFERENT_IDENTIFIER: "Інший номер",
    TWINS: "Близнята",
    KIN: "Родичі",
    DIFFERENT_PERSON: "Інша людина",
    RECORD_IS_NO_PERSON: "Запис не про людину",
    TOO_LITTLE_KNOWN: "Замало відомо",
    OTHER: "Інша причина",
  },
  overruling:
    "Рецензенти вирішили, що два з цих записів про різних людей, а це зробить їх одним. " +
    "Якщо так скаже досить рецензентів, те рішення буде скасовано.",
  overrulesKnowingly: "Я знаю про це й кажу, що це одна людина",
  day: {
    done: "Вирішено сьогодні",
    today: "Сьогодні",
    pace: "Від рішення до рішення (половина швидше)",
    superseded: "Вирішено іншими до вас",
    settled: "Вирішені пари",
    counted: "Ваші рішення",
    median: "Час на рішення (половина швидше)",
    agreement: "Згода з іншими",
    comparisons: (agreeing: string, comparisons: string) =>
      `${agreeing} з ${comparisons} порівнянь із колегами за:`,
    settledPairs: (count: number) => `ваші остаточно вирішені пари (${count.toLocaleString("uk")})`,
    allOtherwise: (count: number) => `Усі в «Моїх запитах» (${count.toLocaleString("uk")})`,
    kappa: "Згода понад випадкову (каппа Коена)",
    seconds: (count: string) => `${count} с`,
    minutes: (count: string) => `${count} хв`,
    settledAlone: "Рішення інших про пару враховано, коли її вирішено, щоб вони нікого не схиляли.",
    tooFew: "Згоду показано від 20 вирішених пар.",
    otherwise: "Де інші вирішили інакше",
    otherwiseMeans:
      "Пари, які визнано однією людиною, хоча ви сказали ні, або навпаки: спочатку нові.",
    noneOtherwise: "Таких ваших пар немає.",
    none: "Серед ваших останніх 100 пар таких немає.",
  },
  known: {
    title: "Особа з ваших пар",
    seen: "Рецензенти бачать цю особу завдяки власним парам, а також об'єднання, що привели до запису.",
    led: "Об'єднано з цим записом:",
    pairs: "Ваші пари з цим записом",
    none: "Цієї особи немає у ваших парах, тож рецензентам тут нічого не показано.",
    about: "Записи:",
  },
  queue: {
    title: "Що чекає на вас",
    waiting: (count: number) => `Чекає пар, яких вам іще не давали: ${count.toLocaleString("uk")}.`,
    oldest: (day: string, age: number) => `Найдавніша чекає від ${day}, днів: ${age}.`,
    nothing: "Жодна пара на вас не чекає.",
  },
  disputed: {
    title: "Рецензенти не згодні щодо цієї пари",
    contradicted: "Об'єднання суперечило б давнішому рішенню",
    contradicts:
      "Щодо двох записів, пов'язаних із цією парою, вирішено, що це різні люди, а її об'єднання " +
      "зробило б їх однією людиною. Які це записи, видно серед записів, що можуть бути про одну людину.",
    explanation:
      "Пари, щодо яких рецензенти не згодні або об'єднання яких суперечило б давнішому рішенню, " +
      "приходять вам першими в «Розгляді».",
    none: "У вас немає спірних пар.",
    noReason: "Причини не названо.",
    sides: { MERGE: "Одна людина", SPLIT: "Дві людини", TRASH: "Судити неможливо" },
  },
  requests: {
    again: "Вирішити знову",
    rest: "Інші пари",
    empty: "Тут іще немає запитів. У «Розгляді» ви берете пари на рішення.",
    withOthers: "в інших рецензентів",
    orders: {
      INSERTED_AT_DESC: "Спочатку нові",
      INSERTED_AT_ASC: "Спочатку давні",
      STATUS_ASC: "За статусом, від A до Z",
      STATUS_DESC: "За статусом, від Z до A",
    },
  },
};
