/** The order of what lasts and what has ended. */

interface Ending {
  readonly endedOn?: string | null | undefined;
}

/** Return what lasts in the order that it has, then what has ended, the last one first. */
export function lastingFirst<Item extends Ending>(items: readonly Item[]): readonly Item[] {
  const lasting = items.filter(({ endedOn }) => endedOn == null);
  const ended = items.filter(({ endedOn }) => endedOn != null);
  return [...lasting, ...ended.sort((one, other) => compare(lastDay(other), lastDay(one)))];
}

function lastDay({ endedOn }: Ending): string {
  return endedOn ?? "";
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
