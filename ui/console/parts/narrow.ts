/** Whether there is little room: on a phone, or where the page is enlarged. */
import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 40rem)");

/** Tells, and tells anew when that changes. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

function subscribe(listener: () => void): () => void {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}
