/** The texts of saved filters, loaded with the first list that has them. */
import type { filters } from "./english/filters";
import { laterTexts } from "./later-texts";

export type FilterTexts = typeof filters;

export const useFilterTexts = laterTexts(
  import.meta.glob<FilterTexts>("./*/filters.ts", { import: "filters" }),
);
