/** The texts of what messages are, why one did not arrive and what helps, loaded with the first page that shows it. */
import type { causes } from "./english/causes";
import { laterTexts } from "./later-texts";

export type CausesTexts = typeof causes;

export const useCausesTexts = laterTexts(
  import.meta.glob<CausesTexts>("./*/causes.ts", { import: "causes" }),
);
