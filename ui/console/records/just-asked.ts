/** How the page of a record knows that its visitor has just asked for a correction of it. */
import { useHistoryState } from "wouter/use-browser-location";

export const JUST_ASKED = { justAsked: true };

/** Return whether they have, a moment ago and on the page before. */
export function useJustAsked(): boolean {
  return useHistoryState<typeof JUST_ASKED | null>()?.justAsked === true;
}
