/**
 * Remembers whether this browser was given a session, whose cookie no script can see.
 *
 * A first visit asks for nothing that can only be refused. The mark is no secret and opens nothing;
 * as a cookie, it lets the server name in its HTML what the page of somebody signed in begins with.
 */
import { storedPreference } from "../shell/stored-preferences";

const KEY = "selfsame-session";
/** As `server/http/console.py` reads it. */
const COOKIE = "selfsame_began";
const HALF_A_DAY_SECONDS = 12 * 60 * 60;

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
  const language = storedPreference("language") ?? "en";
  const age = exists ? HALF_A_DAY_SECONDS : 0;
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API.
  document.cookie = `${COOKIE}=${language}; path=/; samesite=strict; max-age=${age}`;
  try {
    if (exists) localStorage.setItem(KEY, "started");
    else localStorage.removeItem(KEY);
  } catch {
    // The server is asked each time.
  }
}
