/** Whether the screen is narrow: on a phone, or where the page is zoomed in. */
import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 40rem)");

/** Return whether the screen is narrow, and render again when that changes. */
export function useIsNarrowScreen(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

function subscribe(listener: () => void): () => void {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}
