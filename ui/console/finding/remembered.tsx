/** Remembers that a page was opened, so that Ctrl-K and its list offer it again. */
import { useEffect } from "react";
import { useLocation, useSearch } from "wouter";
import { signedInUser } from "../api/session";
import { type RecentKind, rememberOpened } from "./recent";
import { useSearchedWords } from "./searched-words";

interface RememberedProps {
  readonly kind: RecentKind;
  readonly title: string;
  /** What the page says for values of its address. */
  readonly words?: Readonly<Record<string, string>>;
}

/** Nobody knows by an id what they looked for: a search by nothing else is not offered again. */
const ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w+/]{40,}={0,2})$/;

/** Remember the page at the present address; a list is named by what was looked for in it. */
export function Remembered({ kind, title, words = {} }: RememberedProps) {
  const [path] = useLocation();
  const search = useSearch();
  const wordsOf = useSearchedWords();
  const said = [...new URLSearchParams(search)]
    .filter(([parameter, value]) => parameter !== "order" && (value in words || !ID.test(value)))
    .map(([, value]) => [value, words[value] ?? wordsOf(value) ?? value] as const);
  const searched = JSON.stringify(said);
  useEffect(() => {
    if (kind !== "search") {
      rememberOpened(signedInUser(), { path, name: title, kind });
      return;
    }
    const values = JSON.parse(searched) as readonly (readonly [string, string])[];
    if (values.length > 0) {
      const name = `${title}: ${values.map(([, word]) => word).join(", ")}`;
      rememberOpened(signedInUser(), { path: `${path}?${search}`, name, kind, searched: values });
    }
  }, [path, search, title, kind, searched]);
  return null;
}
