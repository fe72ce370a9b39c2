/** Why a reviewer decides as they do: the reasons that each decision can have (rule B8). */
import type { DecisionReason } from "../__generated__/decidingMutation.graphql";
import type { Decision } from "./decision";

export type { DecisionReason };

/** In the order of their keys, 1 to 9: none has more than can be typed by one. */
export const reasonsFor: Readonly<Record<Decision, readonly DecisionReason[]>> = {
  MERGE: ["SAME_IDENTIFIER", "SAME_CONTACT", "SPELLING", "DATE_SLIP", "NAME_CHANGE", "OTHER"],
  SPLIT: ["DIFFERENT_IDENTIFIER", "TWINS", "KIN", "DIFFERENT_PERSON", "OTHER"],
  POSTPONE: ["TOO_LITTLE_KNOWN", "OTHER"],
  TRASH: ["RECORD_IS_NO_PERSON", "TOO_LITTLE_KNOWN", "OTHER"],
};
