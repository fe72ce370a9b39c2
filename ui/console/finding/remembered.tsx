/** Remembers that a page was opened, so that Ctrl-K and its list offer it again. */
import { useEffect } from "react";
import { useLocation, useSearch } from "wouter";
import { signedInUser } from "../api/session";
import { type RecentKind, rememberOpened } from "./recent";

interface RememberedProps {
  readonly kind: RecentKind;
  readonly title: string;
}

/** Remember the page at the present address; a list is named by what was looked for in it. */
export function Remembered({ kind, title }: RememberedProps) {
  const [path] = useLocation();
  const search = useSearch();
  useEffect(() => {
    if (kind !== "search") {
      rememberOpened(signedInUser(), { path, name: title, kind });
    } else if (search !== "") {
      const name = `${title}: ${[...new URLSearchParams(search).values()].join(", ")}`;
      rememberOpened(signedInUser(), { path: `${path}?${search}`, name, kind });
    }
  }, [path, search, title, kind]);
  return null;
}
