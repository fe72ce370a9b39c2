/** The texts of a pair that is judged in English. */
export const judging = {
  atAGlance: "How the records agree, field by field",
  missingFields: (names: string) => `Missing in one of them or both: ${names}`,
  mayBeTwins: "May be kin: the first names differ, while birth date and surname agree.",
  records: (count: number) => `${count} records that may be one`,
  moreRecords: (count: number) => `${count} records and more that may be one`,
  cluster: {
    title: "Records that may be one",
    isTruncated: "There are more records than are shown here.",
    ofThisPair: "of this pair",
    graph: "The same pairs as in the list, as lines between the numbers of the records",
    link: (from: number, to: number) => `${from} and ${to}:`,
    states: {
      OPEN: "not settled yet",
      MERGED: "one person",
      SPLIT: "two people",
      TRASH: "not fit to be judged",
    },
  },
  whatMergingDoes: "What merging does",
  preview: {
    stands: "The possible main record stands; the possible duplicate leads to it.",
    vitalEvents: (count: number) =>
      `Vital events that will be told under the main record: ${count}`,
    nobodyFollows: "No other record was merged into the possible duplicate.",
    followers: (names: string) => `Merged into the duplicate before, and following it: ${names}`,
    closed: (count: number) => `Other pairs with the duplicate that will be closed: ${count}`,
    opened: (count: number) => `Pairs with the main record opened in their stead: ${count}`,
  },
};
