/** The texts of what is sent to whom and what is kept back, loaded with the first page that shows it. */
import type { letters } from "./english/letters";
import { laterTexts } from "./later-texts";

export type LettersTexts = typeof letters;

export const useLettersTexts = laterTexts(
  import.meta.glob<LettersTexts>("./*/letters.ts", { import: "letters" }),
);
