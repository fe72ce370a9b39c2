/** What is asked for by the address of a list: the dialog of a new one, `?add=user`, as Ctrl-K does. */
import { useEffect, useEffectEvent } from "react";
import { useSearchParams } from "wouter";

/** Begin it once, also where the page is shown already, and leave the address as it was before. */
export function useAskedToAdd(begin: (asked: URLSearchParams) => void): void {
  const [search, setSearch] = useSearchParams();
  const isAsked = search.has("add");
  const onAsked = useEffectEvent(() => {
    begin(search);
    setSearch({}, { replace: true });
  });
  useEffect(() => {
    if (isAsked) onAsked();
  }, [isAsked]);
}
