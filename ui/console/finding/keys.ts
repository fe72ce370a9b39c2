/** The keys of a page: one registry and one listener, from which the list of keys draws itself. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { storedPreference, storePreference } from "../shell/stored-preferences";

/**
 * What each key does: by KeyboardEvent.code, the place of the key, whatever the alphabet; `/` and
 * `?` wherever they are; `G KeyR` for two keys, one after the other; `Ctrl+K` on a Mac with Command.
 */
export type Keys = Readonly<Record<string, () => void>>;
export type KeyArea = "anywhere" | "lists" | "review" | "pages";

interface Registered {
  readonly area: KeyArea;
  readonly keys: Keys;
  readonly isPossible: () => boolean;
}

const OPEN_DIALOG = "[role=dialog], [role=alertdialog], dialog[open]";
/** How long after G a letter still belongs to it. */
const CHORD_MS = 2000;
/** These go on while they are held down. */
const REPEATING = ["KeyJ", "KeyK"];

const registered = new Set<{ readonly current: Registered }>();
const settingListeners = new Set<() => void>();
let leaderAt: number | null = null;
let areLettersOn = storedPreference("letter-keys") !== "off";

/** Have keys act while nothing is typed, no dialog is open, and they are possible. */
export function useKeys(area: KeyArea, keys: Keys, isPossible: boolean | (() => boolean)): void {
  const entry = {
    area,
    keys,
    isPossible: typeof isPossible === "function" ? isPossible : () => isPossible,
  };
  const latest = useRef<Registered>(entry);
  latest.current = entry;
  useEffect(() => {
    registered.add(latest);
    if (registered.size === 1) document.addEventListener("keydown", onKeyDown);
    return () => {
      registered.delete(latest);
      if (registered.size === 0) document.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

/** Return the keys that act on the page as it is, by area. */
export function keysOfPage(): readonly { readonly area: KeyArea; readonly key: string }[] {
  return possible().flatMap(({ area, keys }) => Object.keys(keys).map((key) => ({ area, key })));
}

/** Return whether single letters act, and the setter: speech input may need them off. */
export function useLetterKeys(): [boolean, (areOn: boolean) => void] {
  return [useSyncExternalStore(subscribeToSetting, () => areLettersOn), setLetterKeys];
}

function subscribeToSetting(listener: () => void): () => void {
  settingListeners.add(listener);
  return () => settingListeners.delete(listener);
}

function setLetterKeys(areOn: boolean): void {
  storePreference("letter-keys", areOn ? "on" : "off");
  areLettersOn = areOn;
  for (const listener of settingListeners) listener();
}

function possible(): readonly Registered[] {
  return [...registered].map(({ current }) => current).filter(({ isPossible }) => isPossible());
}

function onKeyDown(event: KeyboardEvent): void {
  if (["Shift", "CapsLock"].includes(event.key)) return;
  const isLed = leaderAt !== null && event.timeStamp - leaderAt < CHORD_MS;
  leaderAt = null;
  const key = nameOf(event);
  if (key === null || document.querySelector(OPEN_DIALOG) !== null) return;
  const found = possible();
  if (key === "KeyG" && !isLed && found.some(({ area }) => area === "pages")) {
    leaderAt = event.timeStamp;
    return;
  }
  const wanted = isLed ? `G ${key}` : key;
  const act = found.find(({ keys }) => Object.hasOwn(keys, wanted))?.keys[wanted];
  if (act === undefined) return;
  event.preventDefault();
  act();
}

/** Return the name of the key; null where it is none of ours. */
function nameOf(event: KeyboardEvent): string | null {
  const { code, key } = event;
  if (event.altKey || event.isComposing) return null;
  if (event.ctrlKey || event.metaKey) return code === "KeyK" && !event.shiftKey ? "Ctrl+K" : null;
  if (isTyping(event) || (event.repeat && !REPEATING.includes(code))) return null;
  if (key === "?" || (code === "Slash" && event.shiftKey)) return "?";
  if (!areLettersOn) return null;
  return key === "/" || code === "Slash" ? "/" : code;
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.matches("input, textarea, select, [contenteditable]");
}
