/** The texts of a pair that is judged in Ukrainian. */
import type { judging as english } from "../english/judging.ts";

export const judging: typeof english = {
  atAGlance: "Як збігаються записи, поле за полем",
  missingFields: (names: string) => `Немає в одному з них або в обох: ${names}`,
};
