/** What this browser remembers of its reader's likings; nothing about people is among it. */

type Liking = "language" | "theme" | "letter-keys";

/** Gives what was chosen last, or null. */
export function remembered(liking: Liking): string | null {
  try {
    return localStorage.getItem(`selfsame-${liking}`);
  } catch {
    return null;
  }
}

/** Keeps a choice; a browser that keeps nothing asks again next time. */
export function remember(liking: Liking, choice: string): void {
  try {
    localStorage.setItem(`selfsame-${liking}`, choice);
  } catch {
    // The choice holds for this page all the same.
  }
}
