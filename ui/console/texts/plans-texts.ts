/** The texts of plans, loaded with the first page that shows one. */
import type { plans } from "./english/plans";
import { laterTexts } from "./later-texts";

export type PlansTexts = typeof plans;

export const usePlansTexts = laterTexts(
  import.meta.glob<PlansTexts>("./*/plans.ts", { import: "plans" }),
);
