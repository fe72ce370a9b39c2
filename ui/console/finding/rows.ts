/** Walks through the rows of the list on the page, whichever it is. */

/** Where a page has both, as that of the records, the list is what it is about. */
const ROWS = ["#content .rows > li", "#content tbody > tr"];
const FIELD = "#content [role=search] input:not([type=checkbox], [type=radio])";

interface Row {
  readonly row: HTMLElement;
  readonly target: HTMLElement;
}

/** Return whether there is a row to open. */
export function hasRows(): boolean {
  return targets().length > 0;
}

/** Move the focus to the row after the one that has it, or before it; at first to the first. */
export function moveInRows(step: 1 | -1): void {
  const all = targets();
  const at = all.findIndex(({ row }) => row.contains(document.activeElement));
  const next = all[at === -1 ? 0 : at + step];
  next?.target.focus();
  next?.row.scrollIntoView({ block: "nearest" });
}

/** Open the row that has the focus. */
export function openRow(): void {
  targets()
    .find(({ row }) => row.contains(document.activeElement))
    ?.target.click();
}

/** Return whether the list has a field to search it by. */
export function hasSearch(): boolean {
  return document.querySelector(FIELD) !== null;
}

/** Bring the focus into that field. */
export function goToSearch(): void {
  const field = document.querySelector<HTMLInputElement>(FIELD);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

/** Return what opens a row; of one that begins with buttons, what unfolds it: no key presses what ends something. */
function openerOf(row: HTMLElement): HTMLElement | null {
  const first = row.querySelector<HTMLElement>("a[href], summary, button");
  if (first?.localName !== "button") return first;
  const better = ["summary", "button:not(.danger)", "a[href]"];
  const found = better.map((it) => row.querySelector<HTMLElement>(it));
  return found.find((it) => it !== null) ?? first;
}

/** Return the rows with what opens each: its first link, or what unfolds it. */
function targets(): readonly Row[] {
  const [listed, tabled] = ROWS.map((rows) =>
    [...document.querySelectorAll<HTMLElement>(rows)].flatMap((row) => {
      const target = openerOf(row);
      return target?.checkVisibility() ? [{ row, target }] : [];
    }),
  );
  return listed?.length ? listed : (tabled ?? []);
}
