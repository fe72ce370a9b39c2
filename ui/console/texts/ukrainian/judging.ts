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
};
