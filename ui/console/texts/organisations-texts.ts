/** The texts of organisations and of one's own data, loaded with the first of these pages. */
import type { organisations } from "./english/organisations";
import { laterTexts } from "./later-texts";

export type OrganisationsTexts = typeof organisations;

export const useOrganisationsTexts = laterTexts(
  import.meta.glob<OrganisationsTexts>("./*/organisations.ts", { import: "organisations" }),
);
