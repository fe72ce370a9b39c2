/** The texts of the page where an invitation is accepted, loaded with it. */
import type { invitation } from "./english/invitation";
import { laterTexts } from "./later-texts";

export type InvitationTexts = typeof invitation;

export const useInvitationTexts = laterTexts(
  import.meta.glob<InvitationTexts>("./*/invitation.ts", { import: "invitation" }),
);
