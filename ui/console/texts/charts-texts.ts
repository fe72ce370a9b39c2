/** The texts of charts, strips and timelines, loaded with the first page that has one. */
import type { charts } from "./english/charts";
import { laterTexts } from "./later-texts";

export type ChartsTexts = typeof charts;

export const useChartsTexts = laterTexts(
  import.meta.glob<ChartsTexts>("./*/charts.ts", { import: "charts" }),
);
