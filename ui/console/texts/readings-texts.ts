/** The texts of who has seen a record, loaded with the first page that says it. */
import type { readings } from "./english/readings";
import { laterTexts } from "./later-texts";

export type ReadingsTexts = typeof readings;

export const useReadingsTexts = laterTexts(
  import.meta.glob<ReadingsTexts>("./*/readings.ts", { import: "readings" }),
);
