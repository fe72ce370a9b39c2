/** What the columns of the trail are called, loaded with the first act that is opened. */
import type { columns } from "./english/columns";
import { laterTexts } from "./later-texts";

export type ColumnsTexts = typeof columns;

export const useColumnsTexts = laterTexts(
  import.meta.glob<ColumnsTexts>("./*/columns.ts", { import: "columns" }),
);
