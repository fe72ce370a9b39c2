/** The texts of the keys, loaded when their list is first opened. */
import type { finding } from "./english/finding";
import { laterTexts } from "./later-texts";

export type FindingTexts = typeof finding;

export const useFindingTexts = laterTexts(
  import.meta.glob<FindingTexts>("./*/finding.ts", { import: "finding" }),
);
