/** The values of a form by the paths of the API's input, such as `child.firstName`. */

export type Values = Readonly<Record<string, string>>;
/** Who of the form the informant is: a choice of the form's own, which is not sent. */
export const INFORMANT_IS = "informantIs";

/** Return the path of a tick beside a field or a section: that it is not known, or not to the day. */
export function tickPath(path: string): string {
  return `${path}?`;
}

/** Return whether a value is a choice of the form's own, which is kept with it and not sent. */
export function isChoice(path: string): boolean {
  return path === INFORMANT_IS || path.endsWith("?");
}

interface Input {
  [name: string]: unknown;
}

/**
 * Return the input that the values describe.
 *
 * An empty section is left out, unless it is in `requiredSections`. In a section that is sent,
 * `requiredTexts` are sent even when blank, so that the server names them in its violations; other
 * blank texts are not, so that somebody may have a single name.
 */
export function toInput(
  values: Values,
  requiredTexts: readonly string[],
  requiredSections: readonly string[],
): Input {
  const filled = Object.entries(values).filter(
    ([path, value]) => !isChoice(path) && value.trim() !== "",
  );
  const sections = new Set([...requiredSections, ...filled.map(([path]) => sectionOf(path))]);
  const blanks = requiredTexts.filter((path) => sections.has(sectionOf(path)));
  const input: Input = {};
  for (const path of requiredSections) if (path !== "") section(input, path.split("."));
  for (const path of blanks) set(input, path.split("."), "");
  for (const [path, value] of filled) set(input, path.split("."), inputValue(path, value.trim()));
  return withLists(input) as Input;
}

/** Return what the API takes: how many were born together, and which this is, are numbers. */
function inputValue(path: string, value: string): string | number {
  return path.startsWith("multipleBirth.") && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

/** Return the section of a path: `spouses.0` for `spouses.0.firstName`. */
function sectionOf(path: string): string {
  return path.split(".").slice(0, -1).join(".");
}

function set(into: Input, [name = "", ...rest]: readonly string[], value: string | number): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  into[name] ??= {};
  set(into[name] as Input, rest, value);
}

function section(into: Input, [name = "", ...rest]: readonly string[]): void {
  into[name] ??= {};
  if (rest.length > 0) section(into[name] as Input, rest);
}

/** Turn objects whose keys are numbers into lists. */
function withLists(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withLists(inner)] as const);
  const isList = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** Return the values of an input, or of a record of the same form. */
export function fromInput(input: unknown, path = ""): Values {
  if (input === null || input === undefined) return {};
  if (typeof input !== "object") return { [path]: String(input) };
  return Object.fromEntries(
    Object.entries(input)
      .filter(([name]) => !name.startsWith("__"))
      .flatMap(([name, inner]) => {
        return Object.entries(fromInput(inner, path === "" ? name : `${path}.${name}`));
      }),
  );
}

/** Return whether two forms hold the same, apart from spaces around it. */
export function areSame(values: Values, others: Values): boolean {
  const paths = new Set([...Object.keys(values), ...Object.keys(others)]);
  return [...paths]
    .filter((path) => !isChoice(path))
    .every((path) => (values[path] ?? "").trim() === (others[path] ?? "").trim());
}
