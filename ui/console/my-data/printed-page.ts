/** A page of facts and tables as one file of HTML that any browser opens and prints, with nothing around it. */

export interface PrintedSection {
  readonly title: string;
  /** What stands above the rows, such as what is not among them. */
  readonly note?: string;
  /** Names and values; of several values each has its line. */
  readonly facts?: readonly (readonly [string, readonly string[]])[];
  readonly heads?: readonly string[];
  readonly rows?: readonly (readonly string[])[];
  /** What is said where there are no rows. */
  readonly none?: string;
}

interface PrintedPage {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly PrintedSection[];
}

/** What nobody has said, so that it is seen not to be left out. */
const NOTHING = "–";

/** Return the file; each text goes its own way, whichever way the page goes. */
export function printedPage({ language, direction, title, subtitle, sections }: PrintedPage) {
  return [
    "<!doctype html>",
    `<html lang="${escaped(language)}" dir="${direction}">`,
    '<head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head>`,
    `<body><main><header><h1>${text(title)}</h1><p>${text(subtitle)}</p></header>`,
    ...sections.map(sectionOf),
    "</main></body></html>",
    "",
  ].join("\n");
}

function sectionOf({ title, note, facts, heads = [], rows = [], none = NOTHING }: PrintedSection) {
  const content = facts === undefined ? tableOf(heads, rows, none) : listOf(facts);
  const above = note === undefined ? "" : `<p class="note">${text(note)}</p>`;
  return `<section><h2>${text(title)}</h2>${above}${content}</section>`;
}

function listOf(facts: NonNullable<PrintedSection["facts"]>): string {
  const items = facts.map(([name, values]) => {
    const lines = values.length === 0 ? [NOTHING] : values;
    return `<div><dt>${text(name)}</dt><dd>${lines.map(text).join("<br>")}</dd></div>`;
  });
  return `<dl>${items.join("")}</dl>`;
}

/** Return a table without the columns in which no row says anything. */
function tableOf(
  names: readonly string[],
  given: readonly (readonly string[])[],
  none: string,
): string {
  if (given.length === 0) return `<p>${text(none)}</p>`;
  const isSaid = (_: string, at: number) => given.some((row) => row[at] !== "");
  const heads = names.filter(isSaid);
  const rows = given.map((row) => row.filter(isSaid));
  const head = heads.map((it) => `<th scope="col">${text(it)}</th>`).join("");
  const body = rows.map(
    (row) => `<tr>${row.map((it, at) => cellOf(heads[at] ?? "", it)).join("")}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

/** A cell that bears the name of its column, for a screen on which the columns have no room. */
function cellOf(head: string, value: string): string {
  return `<td data-label="${escaped(head)}">${text(value === "" ? NOTHING : value)}</td>`;
}

function text(of: string): string {
  return `<bdi>${escaped(of)}</bdi>`;
}

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(of: string): string {
  return of.replace(/[&<>"]/g, (character) => REFERENCES[character] ?? character);
}

const STYLE = `
@page { size: A4; margin: 18mm }
body { max-width: 50rem; margin: 0 auto; padding: 1.5rem; background: #fff; color: #1b2331;
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word }
h1 { margin: 0; font-size: 1.5rem }
header p { margin: 0 0 1.5rem; color: #4a5465 }
.note { margin: 0 0 0.5rem; color: #4a5465 }
h2 { margin: 1.5rem 0 0.5rem; border-block-end: 2px solid #1b2331; font-size: 1.125rem; break-after: avoid }
dl { margin: 0 }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.25rem 0; border-block-end: 1px solid #d5dae2;
  break-inside: avoid }
dt { flex: 0 0 12rem; color: #4a5465 }
dd { flex: 1 1 14rem; min-width: 0; margin: 0 }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem }
th, td { padding: 0.25rem 0.5rem 0.25rem 0; border-block-end: 1px solid #d5dae2; text-align: start;
  vertical-align: top }
th { color: #4a5465 }
tr { break-inside: avoid }
@media screen and (max-width: 40rem) {
  thead { display: none }
  tr { display: block; padding: 0.25rem 0; border-block-end: 1px solid #d5dae2 }
  td { display: flex; gap: 0.5rem; border: 0 }
  td::before { content: attr(data-label); flex: 0 0 8rem; color: #4a5465 }
}
@media print { body { max-width: none; padding: 0; font-size: 10pt } }
`;
