/** Preferences kept in localStorage; nothing about people is among them. */

type PreferenceName = "language" | "theme" | "density" | "letter-keys";

/** Return what was chosen last, or null. */
export function storedPreference(name: PreferenceName): string | null {
  try {
    return localStorage.getItem(`selfsame-${name}`);
  } catch {
    return null;
  }
}

/** Store a choice; a browser without storage forgets it with the page. */
export function storePreference(name: PreferenceName, value: string): void {
  try {
    localStorage.setItem(`selfsame-${name}`, value);
  } catch {
    // The choice holds until the page is closed.
  }
}
