/** What is said of every sync that is over, also where it met none of it. */

const ALWAYS: readonly string[] = ["created", "changed", "ended", "rejected"];

/** Return of which counts of a sync that is over something is said: of the four that matter, and of what it met. */
export function countedOf<Name extends string>(
  names: readonly Name[],
  counts: Readonly<Record<Name, number>>,
): readonly Name[] {
  return names.filter((name) => counts[name] > 0 || ALWAYS.includes(name));
}
