/** The texts of a pair that is judged, loaded with the first pair. */
import type { judging } from "./english/judging";
import { laterTexts } from "./later-texts";

export type JudgingTexts = typeof judging;

export const useJudgingTexts = laterTexts(
  import.meta.glob<JudgingTexts>("./*/judging.ts", { import: "judging" }),
);
