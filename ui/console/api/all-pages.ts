/** Loads what follows in a list, page after page, while all of it is wanted. */
import { useEffect } from "react";

/** A list that is loaded by pages, as usePaginationFragment returns it. */
export interface PagedList {
  readonly hasNext: boolean;
  readonly isLoadingNext: boolean;
  readonly loadNext: (count: number) => unknown;
}

/** The most rows that the API gives at once. */
const PAGE = 100;

/** Return how many rows to load after so many: who has scrolled far scrolls on. */
export function nextPage(loaded: number): number {
  return Math.min(PAGE, Math.max(20, loaded));
}

/** Load all pages of a list, one after the other, while `isWanted`. */
export function useAllPages(list: PagedList, isWanted: boolean): void {
  const { hasNext, isLoadingNext, loadNext } = list;
  useEffect(() => {
    if (isWanted && hasNext && !isLoadingNext) loadNext(PAGE);
  }, [isWanted, hasNext, isLoadingNext, loadNext]);
}
