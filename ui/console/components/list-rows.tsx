/** The rows of a list that is loaded page after page, and its end, which loads the next. */
import type { ReactNode } from "react";
import { nextPage } from "../api/all-pages";
import { LoadMore } from "./load-more";
import { type RowPlace, Rows } from "./rows";

interface ListRowsProps<Row> {
  /** As Relay's pagination fragment returns it. */
  readonly list: {
    readonly hasNext: boolean;
    readonly isLoadingNext: boolean;
    readonly loadNext: (count: number) => unknown;
  };
  /** All that are loaded. */
  readonly rows: readonly Row[];
  readonly className?: string;
  /** What stands in the columns, where there is room for columns. */
  readonly heads?: readonly string[];
  /** Shown instead of the general text where the list is empty. */
  readonly emptyText?: string;
  /** Return the `li` of a row, which takes its place as props. */
  readonly children: (row: Row, place: RowPlace) => ReactNode;
}

/** Show them; each page is larger than the one before. */
export function ListRows<Row extends { readonly id: string }>(props: ListRowsProps<Row>) {
  const { list, rows, className, heads = [], emptyText, children } = props;
  const shown = (
    <Rows rows={rows} hasNext={list.hasNext} {...(className === undefined ? {} : { className })}>
      {children}
    </Rows>
  );
  return (
    <>
      {heads.length === 0 || rows.length === 0 ? (
        shown
      ) : (
        <div className="headed">
          {/* Each row says in its own words what stands in it, to who hears it row by row. */}
          <p className="heads" aria-hidden="true">
            {heads.map((head) => (
              <span key={head}>{head}</span>
            ))}
          </p>
          {shown}
        </div>
      )}
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(nextPage(rows.length))}
        isEmpty={rows.length === 0}
        {...(emptyText === undefined ? {} : { emptyText })}
      />
    </>
  );
}
