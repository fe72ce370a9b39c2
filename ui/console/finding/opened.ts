/** Which of the dialogs that every page has is open. */
import { useSyncExternalStore } from "react";

/** The list of keys, the search for anything, the question before drafts are left, or none. */
export type Opened = "keys" | "finder" | "sign-out" | null;

const listeners = new Set<() => void>();
let opened: Opened = null;

/** Open one of them, or close it. */
export function open(next: Opened): void {
  opened = next;
  for (const listener of listeners) listener();
}

/** Return which is open. */
export function useOpened(): Opened {
  return useSyncExternalStore(subscribe, () => opened);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
