/** The texts of runs and of what erases, loaded with the first of these pages. */
import type { runs } from "./english/runs";
import { laterTexts } from "./later-texts";

export type RunsTexts = typeof runs;

export const useRunsTexts = laterTexts(
  import.meta.glob<RunsTexts>("./*/runs.ts", { import: "runs" }),
);
