/** The texts of merges, versions of persons and figures of the review, loaded with the first of these pages. */
import type { merges } from "./english/merges";
import { laterTexts } from "./later-texts";

export type MergesTexts = typeof merges;

export const useMergesTexts = laterTexts<MergesTexts>({
  en: async () => (await import("./english/merges")).merges,
  uk: async () => (await import("./ukrainian/merges")).merges,
});
