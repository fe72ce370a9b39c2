/** Sets of selected items, as a list of checkboxes keeps them. */

/** Return a copy of the set with the item added or removed. */
export function withItem<Item>(
  selected: ReadonlySet<Item>,
  item: Item,
  isSelected: boolean,
): ReadonlySet<Item> {
  const next = new Set(selected);
  if (isSelected) next.add(item);
  else next.delete(item);
  return next;
}
