/** The texts of the registrar's and the administrator's further pages, loaded with the first of them. */
import type { desk } from "./english/desk";
import { laterTexts } from "./later-texts";

export type DeskTexts = typeof desk;

export const useDeskTexts = laterTexts(
  import.meta.glob<DeskTexts>("./*/desk.ts", { import: "desk" }),
);
