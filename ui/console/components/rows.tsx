/** A list of rows; of a long one only those in sight, and a few around them, are in the page. */
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { Fragment, type ReactNode, useLayoutEffect, useRef, useState } from "react";

/** What a row of the list gives its element, so that it is measured and knows its place. */
export interface RowPlace {
  readonly ref: (element: HTMLElement | null) => void;
  readonly "data-index": number;
  readonly "data-key": string;
  readonly "aria-posinset"?: number;
  readonly "aria-setsize"?: number;
}

interface RowsProps<Row> {
  readonly rows: readonly Row[];
  /** Whether more rows follow than are loaded. */
  readonly hasNext: boolean;
  readonly className?: string;
  /** Its id, where it is not the main list of the page. */
  readonly id?: string;
  /** Return the `li` of a row, which takes its place as props. */
  readonly children: (row: Row, place: RowPlace) => ReactNode;
}

/** Up to so many rows are in the page all at once, so that a browser finds and prints them. */
const MOST_AT_ONCE = 200;
const AROUND = 20;
/** The height of a row of one line, until it is measured, in pixels. */
const USUAL_HEIGHT = 36;
/** What stays in the page wherever it is scrolled to: who works in a row does not lose it. */
const IN_USE = ":scope > li:is(:focus-within, :has(details[open]))";

/** Show the rows; they scroll with the window. */
export function Rows<Row extends { readonly id: string }>({
  rows,
  hasNext,
  className = "",
  id = "list",
  children,
}: RowsProps<Row>) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const isLong = rows.length > MOST_AT_ONCE;
  const virtualizer = useWindowVirtualizer<HTMLElement>({
    count: rows.length,
    estimateSize: () => USUAL_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: AROUND,
    scrollMargin: top,
    rangeExtractor: (range) => withRowsInUse(range, rows, list.current),
  });
  // What stands above the list may open and close.
  useLayoutEffect(() => {
    const rect = list.current?.getBoundingClientRect();
    if (rect !== undefined) setTop(Math.round(rect.top + window.scrollY));
  });
  const place = (row: Row, index: number): RowPlace => ({
    ref: virtualizer.measureElement,
    "data-index": index,
    "data-key": row.id,
    ...(isLong ? { "aria-posinset": index + 1, "aria-setsize": hasNext ? -1 : rows.length } : {}),
  });
  const shown = isLong ? virtualizer.getVirtualItems() : rows.map((_, index) => atOnce(index));
  const ends = [top, ...shown.map(({ end }) => end)];
  return (
    <ul className={`rows ${className}`} id={id} ref={list}>
      {shown.map(({ index, start }, position) => {
        const row = rows[index] as Row;
        return (
          <Fragment key={row.id}>
            <Gap height={isLong ? start - (ends[position] ?? 0) : 0} />
            {children(row, place(row, index))}
          </Fragment>
        );
      })}
      <Gap height={isLong ? top + virtualizer.getTotalSize() - (ends.at(-1) ?? 0) : 0} />
    </ul>
  );
}

const atOnce = (index: number) => ({ index, start: 0, end: 0 });

/** Take the room of rows that are not in the page. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return <li className="gap" aria-hidden="true" style={{ blockSize: height }} />;
}

/** Return the indexes of the rows around the window, and of those that somebody works in. */
function withRowsInUse(
  range: Range,
  rows: readonly { readonly id: string }[],
  list: HTMLElement | null,
): number[] {
  const used = [...(list?.querySelectorAll<HTMLElement>(IN_USE) ?? [])];
  // By their keys: rows that came in above have moved them.
  const indexes = used.map(({ dataset: { key } }) => rows.findIndex(({ id }) => id === key));
  // With the rows beside them, to which J and K go.
  const kept = indexes
    .filter((index) => index >= 0)
    .flatMap((index) => [index - 1, index, index + 1])
    .filter((index) => index >= 0 && index < rows.length);
  return [...new Set([...defaultRangeExtractor(range), ...kept])].sort((one, other) => one - other);
}
