/** Remembers that a page was opened, so that Ctrl-K and its list offer it again. */
import { useEffect } from "react";
import { useLocation, useSearch } from "wouter";
import { signedInUser } from "../api/session";
import { useTexts } from "../texts/texts";
import { type RecentKind, rememberOpened } from "./recent";

interface RememberedProps {
  readonly kind: RecentKind;
  readonly title: string;
  /** What the page says for values of its address. */
  readonly words?: Readonly<Record<string, string>>;
}

/** Nobody knows by an id what they looked for: a search by nothing else is not offered again. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Remember the page at the present address; a list is named by what was looked for in it. */
export function Remembered({ kind, title, words = {} }: RememberedProps) {
  const [path] = useLocation();
  const search = useSearch();
  const { kinds, statuses } = useTexts().records;
  const said: Readonly<Record<string, string>> = { ...kinds, ...statuses, ...words };
  const searched = [...new URLSearchParams(search)]
    .filter(([parameter, value]) => parameter !== "order" && (value in said || !ID.test(value)))
    .map(([, value]) => said[value] ?? value)
    .join(", ");
  useEffect(() => {
    if (kind !== "search") {
      rememberOpened(signedInUser(), { path, name: title, kind });
    } else if (searched !== "") {
      const name = `${title}: ${searched}`;
      rememberOpened(signedInUser(), { path: `${path}?${search}`, name, kind });
    }
  }, [path, search, title, kind, searched]);
  return null;
}
