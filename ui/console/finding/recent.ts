/**
 * What a user opened and searched for last, in this tab alone: names of people are in it.
 *
 * It is deleted when its user signs out here, and never read for anybody else.
 */

const KEY = "selfsame-opened";
const MOST = 20;

/** What an entry leads to: a thing by its kind, or a list as it was searched. */
export type RecentKind =
  | "person"
  | "known"
  | "record"
  | "merge"
  | "webhook"
  | "organisation"
  | "search";

export interface Recent {
  readonly path: string;
  readonly name: string;
  readonly kind: RecentKind;
  /** Of a search, what was looked for: each value of the address, and what the page said for it. */
  readonly searched?: readonly (readonly [value: string, said: string])[];
}

interface Stored {
  readonly user: string;
  readonly entries: readonly Recent[];
}

/** Return what a user opened before, the last first; only searches of a list where it is named. */
export function openedBefore(user: string, list?: string): readonly Recent[] {
  const stored = read();
  const entries = stored?.user === user ? stored.entries : [];
  return list === undefined ? entries : entries.filter(({ path }) => path.startsWith(`${list}?`));
}

/** Put it before all others. */
export function rememberOpened(user: string, entry: Recent): void {
  const others = openedBefore(user).filter(({ path }) => path !== entry.path);
  const stored: Stored = { user, entries: [entry, ...others].slice(0, MOST) };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(stored));
  } catch {
    // Without storage nothing comes back.
  }
}

/** Forget what anybody but this user opened; all of it, where there is no user. */
export function forgetOpenedUnless(user: string | null): void {
  if (user !== null && read()?.user === user) return;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is nothing to forget.
  }
}

function read(): Stored | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Stored | null;
  } catch {
    return null;
  }
}
