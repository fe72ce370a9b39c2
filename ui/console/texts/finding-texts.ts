/** The texts of the keys, loaded when their list is first opened. */
import type { finding } from "./english/finding";
import { laterTexts } from "./later-texts";

export type FindingTexts = typeof finding;

export const useFindingTexts = laterTexts<FindingTexts>({
  en: async () => (await import("./english/finding")).finding,
  uk: async () => (await import("./ukrainian/finding")).finding,
});
