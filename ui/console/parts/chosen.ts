/** What was ticked of many. */

/** Gives the same choice with one of them in or out. */
export function changed<Item>(
  chosen: ReadonlySet<Item>,
  item: Item,
  isIn: boolean,
): ReadonlySet<Item> {
  const next = new Set(chosen);
  if (isIn) next.add(item);
  else next.delete(item);
  return next;
}
