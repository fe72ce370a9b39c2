/**
 * Drafts: what was typed and not sent yet, in this tab alone, for the user who typed it.
 *
 * They outlive a reload and a closed tab that is opened again, and are deleted when another user
 * signs in here, when their user signs out here, and after a day.
 */

const PREFIX = "selfsame-draft:";
/** How long a draft is kept. */
export const LIFETIME_MS = 24 * 60 * 60 * 1000;

interface StoredDraft {
  readonly user: string;
  readonly savedAt: number;
  readonly content: unknown;
  /** Whether the server has it, too: nothing is lost with the tab then. */
  readonly isKept?: boolean;
}

/** What sends what is typed to the server, where it is kept there. */
const senders = new Set<() => Promise<void>>();

/** Name what brings what is typed to the server before its user signs out. */
export function beforeSignOut(send: () => Promise<void>): void {
  senders.add(send);
}

/** Bring all to the server that is kept there; return whether something is left in this tab alone. */
export async function isLeftUnsent(): Promise<boolean> {
  await Promise.all([...senders].map((send) => send()));
  return hasDrafts();
}

/** Return what a user had typed under a name, and when; null where there is nothing. */
export function readDraft(user: string, name: string): StoredDraft | null {
  deleteDraftsUnless(({ savedAt }) => isFresh(savedAt));
  const draft = storedDraft(keyOf(user, name));
  return draft?.user === user ? draft : null;
}

/** Store what a user has typed; return false where the browser has no storage, or it is full. */
export function storeDraft(user: string, name: string, content: unknown, isKept = false): boolean {
  const draft: StoredDraft = { user, savedAt: Date.now(), content, isKept };
  const tab = storage();
  try {
    tab?.setItem(keyOf(user, name), JSON.stringify(draft));
  } catch {
    return false;
  }
  return tab !== null;
}

/** Delete a draft: it was sent, or given up. */
export function deleteDraft(user: string, name: string): void {
  storage()?.removeItem(keyOf(user, name));
}

/** Return what a user had typed and not sent in this tab, the latest first. */
export function draftsOf(user: string): readonly (StoredDraft & { readonly name: string })[] {
  const own = keyOf(user, "");
  return draftKeys()
    .filter((key) => key.startsWith(own))
    .flatMap((key) => {
      const draft = storedDraft(key);
      return draft === null || !isFresh(draft.savedAt)
        ? []
        : [{ ...draft, name: key.slice(own.length) }];
    })
    .toSorted((one, other) => other.savedAt - one.savedAt);
}

/** Return whether anything was typed in this tab that nothing else has. */
function hasDrafts(): boolean {
  return draftKeys().some((key) => storedDraft(key)?.isKept !== true);
}

/** Delete all drafts of this tab. */
export function deleteDrafts(): void {
  deleteDraftsUnless(() => false);
}

/** Delete the drafts of everybody else: nobody can read what another user has typed. */
export function deleteDraftsOfOthers(user: string): void {
  deleteDraftsUnless((draft) => draft.user === user && isFresh(draft.savedAt));
}

/** Delete the drafts that are a day old. */
export function deleteOldDrafts(): void {
  deleteDraftsUnless(({ savedAt }) => isFresh(savedAt));
}

function deleteDraftsUnless(isKept: (draft: StoredDraft) => boolean): void {
  for (const key of draftKeys()) {
    const draft = storedDraft(key);
    if (draft === null || !isKept(draft)) storage()?.removeItem(key);
  }
}

function isFresh(savedAt: number): boolean {
  return Math.abs(Date.now() - savedAt) < LIFETIME_MS;
}

function keyOf(user: string, name: string): string {
  return `${PREFIX}${user}:${name}`;
}

function draftKeys(): readonly string[] {
  return Object.keys(storage() ?? {}).filter((key) => key.startsWith(PREFIX));
}

function storedDraft(key: string): StoredDraft | null {
  try {
    return JSON.parse(storage()?.getItem(key) ?? "null") as StoredDraft | null;
  } catch {
    return null;
  }
}

/** The tab's own storage, or nothing where the browser denies it. */
function storage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
