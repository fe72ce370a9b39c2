/** The texts of merges, versions of persons and figures of the review, loaded with the first of these pages. */
import type { merges } from "./english/merges";
import { laterTexts } from "./later-texts";

export type MergesTexts = typeof merges;

export const useMergesTexts = laterTexts(
  import.meta.glob<MergesTexts>("./*/merges.ts", { import: "merges" }),
);
