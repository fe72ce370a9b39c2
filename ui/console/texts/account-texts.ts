/** The texts of the page of one's own account, loaded with it. */
import type { account } from "./english/account";
import { laterTexts } from "./later-texts";

export type AccountTexts = typeof account;

export const useAccountTexts = laterTexts(
  import.meta.glob<AccountTexts>("./*/account.ts", { import: "account" }),
);
