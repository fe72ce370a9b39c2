/** Remembers that a page was opened, so that Ctrl-K and its list offer it again. */
import { useEffect } from "react";
import { useLocation, useSearch } from "wouter";
import { signedInUser } from "../api/session";
import { useTexts } from "../texts/texts";
import { type RecentKind, rememberOpened } from "./recent";

interface RememberedProps {
  readonly kind: RecentKind;
  readonly title: string;
}

/** Nobody knows by an id what they looked for: a search by nothing else is not offered again. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Remember the page at the present address; a list is named by what was looked for in it. */
export function Remembered({ kind, title }: RememberedProps) {
  const [path] = useLocation();
  const search = useSearch();
  const { kinds, statuses } = useTexts().records;
  useEffect(() => {
    if (kind !== "search") {
      rememberOpened(signedInUser(), { path, name: title, kind });
    } else if (search !== "") {
      const words: Record<string, string> = { ...kinds, ...statuses };
      const searched = [...new URLSearchParams(search)]
        .filter(([parameter, value]) => parameter !== "order" && !ID.test(value))
        .map(([, value]) => words[value] ?? value);
      if (searched.length === 0) return;
      const name = `${title}: ${searched.join(", ")}`;
      rememberOpened(signedInUser(), { path: `${path}?${search}`, name, kind });
    }
  }, [path, search, title, kind, kinds, statuses]);
  return null;
}
