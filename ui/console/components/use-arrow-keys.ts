/** Many small links that are one stop of Tab: arrow keys go from one to the next. */
import { type KeyboardEvent, useState } from "react";

export interface Place {
  readonly column: number;
  readonly row: number;
}

/**
 * Return what the element around the links and each link needs, by the links' places in their order.
 *
 * The last one is where Tab comes in at first: it is the newest.
 */
export function useArrowKeys(places: readonly Place[]) {
  const [chosen, setChosen] = useState<number | null>(null);
  const current = Math.min(chosen ?? places.length - 1, places.length - 1);
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const isMirrored = getComputedStyle(event.currentTarget).direction === "rtl";
      const next = nextOf(places, current, event.key, isMirrored);
      if (next === null || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      setChosen(next);
      event.currentTarget.querySelector<SVGAElement>(`[data-place="${next}"]`)?.focus();
    },
    linkProps: (place: number) => ({
      "data-place": place,
      tabIndex: place === current ? 0 : -1,
      onFocus: () => setChosen(place),
    }),
  };
}

const steps: Readonly<Record<string, Place>> = {
  ArrowRight: { column: 1, row: 0 },
  ArrowLeft: { column: -1, row: 0 },
  ArrowUp: { column: 0, row: 1 },
  ArrowDown: { column: 0, row: -1 },
};

/** Return the link that a key leads to: in a column without that row, the nearest row. */
export function nextOf(
  places: readonly Place[],
  current: number,
  key: string,
  isMirrored: boolean,
): number | null {
  if (key === "Home") return 0;
  if (key === "End") return places.length - 1;
  const [step, from] = [steps[key], places[current]];
  if (step === undefined || from === undefined) return null;
  const across = isMirrored ? -step.column : step.column;
  const ahead = places
    .map((place, index) => ({ ...place, index }))
    .filter(({ column, row }) =>
      across === 0
        ? column === from.column && (row - from.row) * step.row > 0
        : (column - from.column) * across > 0,
    );
  const distance = ({ column, row }: Place) =>
    Math.abs(column - from.column) * 1000 + Math.abs(row - from.row);
  return ahead.toSorted((one, other) => distance(one) - distance(other))[0]?.index ?? current;
}
