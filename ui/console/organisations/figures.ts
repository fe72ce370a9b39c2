/** Figures of an organisation as bars: of each month that there is, and of each label. */
import type { Bar } from "../components/bars";

export interface Figure {
  readonly on: string;
  readonly label: string;
  readonly count?: number | null | undefined;
}

/** Return the days that figures of a year have, up to their last: the ends of months. */
export function daysUpTo(last: string): readonly string[] {
  const [year, month] = [Number(last.slice(0, 4)), Number(last.slice(5, 7))];
  const ends = Array.from({ length: 12 }, (_, at) => new Date(Date.UTC(year, month - 12 + at, 0)));
  return [...ends.map((day) => day.toISOString().slice(0, 10)), last];
}

/** Return the labels of figures in an order, others after them by their names. */
export function labelsOf(figures: readonly Figure[], first: readonly string[]): readonly string[] {
  const there = new Set(figures.map(({ label }) => label));
  return [
    ...first.filter((label) => there.has(label)),
    ...[...there].filter((label) => !first.includes(label)).sort(),
  ];
}

/** Return a bar for each day, with a part for each series; nobody where there is no figure. */
export function barsOf(
  days: readonly string[],
  series: readonly string[],
  figures: readonly Figure[],
  namesOf: (day: string) => Pick<Bar, "name" | "label">,
): readonly Bar[] {
  const counts = new Map(figures.map(({ on, label, count }) => [`${on} ${label}`, count ?? null]));
  const countOf = (day: string, label: string) => {
    const count = counts.get(`${day} ${label}`);
    return { count: count === undefined ? 0 : count };
  };
  return days.map((day) => ({
    ...namesOf(day),
    parts: series.map((label) => countOf(day, label)),
  }));
}
