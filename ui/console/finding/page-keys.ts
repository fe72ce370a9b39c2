/** The second of the two keys that lead to each page of the menu: `G R`. */
import { type ConsoleRoute, routesFor } from "../shell/routes";
import type { Viewer } from "../shell/viewer";

type MenuName = NonNullable<ConsoleRoute["menu"]>;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** The letters that would suit, the best first; then those of its name, then any. */
const letters: Partial<Record<MenuName, string>> = {
  requests: "Q",
  day: "Y",
  records: "RE",
  declare: "N",
  dashboard: "BH",
  clients: "L",
  templates: "A",
  sources: "CE",
  messages: "O",
};

export interface PageKey {
  /** As in the registry of keys: `G KeyR`. */
  readonly key: string;
  readonly menu: MenuName;
  readonly path: string;
}

/** Return the keys to the pages of the menu; each has the first letter that is not taken. */
export function pageKeys(viewer: Viewer): readonly PageKey[] {
  const taken = new Set<string>();
  return routesFor(viewer).flatMap(({ menu, path }) => {
    if (menu === undefined) return [];
    const suiting = (letters[menu] ?? "") + menu.toUpperCase() + ALPHABET;
    const letter = [...suiting].find((it) => !taken.has(it));
    if (letter === undefined) return [];
    taken.add(letter);
    return [{ key: `G Key${letter}`, menu, path }];
  });
}
