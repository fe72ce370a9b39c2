/** The texts of sources and syncs, loaded with the first of these pages. */
import type { sources } from "./english/sources";
import { laterTexts } from "./later-texts";

export type SourcesTexts = typeof sources;

export const useSourcesTexts = laterTexts(
  import.meta.glob<SourcesTexts>("./*/sources.ts", { import: "sources" }),
);
