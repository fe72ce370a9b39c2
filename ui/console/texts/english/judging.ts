/** The texts of a pair that is judged in English. */
export const judging = {
  atAGlance: "How the records agree, field by field",
  missingFields: (names: string) => `Missing in one of them or both: ${names}`,
};
