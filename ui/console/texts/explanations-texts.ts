/** The texts of requests for explanations, loaded with the first page that shows one. */
import type { explanations } from "./english/explanations";
import { laterTexts } from "./later-texts";

export type ExplanationsTexts = typeof explanations;

export const useExplanationsTexts = laterTexts(
  import.meta.glob<ExplanationsTexts>("./*/explanations.ts", { import: "explanations" }),
);
