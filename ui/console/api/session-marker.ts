/**
 * Remembers whether this browser was given a session, whose cookie no script can see.
 *
 * A first visit asks for nothing that can only be refused. The mark is no secret and opens nothing.
 */

const KEY = "selfsame-session";

/** Return whether there may be a session to resume; a browser without storage cannot say no. */
export function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true;
  }
}

/** Remember that there is a session, or that there is none any more. */
export function markSession(exists: boolean): void {
  try {
    if (exists) localStorage.setItem(KEY, "started");
    else localStorage.removeItem(KEY);
  } catch {
    // The server is asked each time.
  }
}
