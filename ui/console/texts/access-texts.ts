/** The texts of the forms by which somebody, or a machine, is let in; loaded with the first of them. */
import type { access } from "./english/access";
import { laterTexts } from "./later-texts";

export type AccessTexts = typeof access;

export const useAccessTexts = laterTexts(
  import.meta.glob<AccessTexts>("./*/access.ts", { import: "access" }),
);
