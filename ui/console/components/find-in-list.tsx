/** Finds rows of a list by a part of what they say, also rows that are not loaded yet. */
import type { ReactNode } from "react";
import { useSearchParams } from "wouter";
import { type PagedList, useAllPages } from "../api/all-pages";
import { useTexts } from "../texts/texts";
import { TextField } from "./fields";
import { LoadMore } from "./load-more";

interface FindInListProps<Row> {
  readonly list: PagedList;
  readonly rows: readonly Row[];
  /** What of a row is looked at. */
  readonly textOf: (row: Row) => string;
  readonly children: (found: readonly Row[]) => ReactNode;
}

/**
 * Show the field, the rows that have all of its words, and the end of the list.
 *
 * The API has no search for these lists: while something is looked for, all pages are loaded.
 */
export function FindInList<Row>({ list, rows, textOf, children }: FindInListProps<Row>) {
  const texts = useTexts();
  const [search, setSearch] = useSearchParams();
  // Of the address, which Ctrl-K changes while the list is shown.
  const words = search.get("find") ?? "";
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  const isFinding = wanted.length > 0;
  useAllPages(list, isFinding);
  const found = isFinding
    ? rows.filter((row) => wanted.every((word) => folded(textOf(row)).includes(word)))
    : rows;
  function find(next: string) {
    setSearch(next.trim() === "" ? {} : { find: next }, { replace: true });
  }
  return (
    <>
      <div className="filters" role="search">
        <TextField label={texts.lists.find} type="search" value={words} onChange={find} />
      </div>
      {children(found)}
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext || (isFinding && list.hasNext)}
        onLoadMore={() => list.loadNext(50)}
        isEmpty={found.length === 0}
      />
    </>
  );
}

/** Return a text without case and accents. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
