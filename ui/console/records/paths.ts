/** The values of a form by the paths that the API's input has, such as `child.firstName`. */

export type Values = Readonly<Record<string, string>>;
interface Input {
  [name: string]: unknown;
}

/**
 * Puts values in the form of an input.
 *
 * A section in which nothing was said is left out, unless it is `needed`; in one that is sent,
 * `required` texts go even when they are blank, so that the server can say so at their fields.
 */
export function inputOf(
  values: Values,
  required: readonly string[],
  needed: readonly string[],
): Input {
  const said = Object.entries(values).filter(([, value]) => value.trim() !== "");
  const sections = new Set([...needed, ...said.map(([path]) => sectionOf(path))]);
  const blanks = required.filter((path) => sections.has(sectionOf(path)));
  const input: Input = {};
  for (const path of blanks) set(input, path.split("."), "");
  for (const [path, value] of said) set(input, path.split("."), value.trim());
  return listed(input) as Input;
}

/** Names the part of the input that a path lies in: `spouses.0` for `spouses.0.firstName`. */
export function sectionOf(path: string): string {
  return path.split(".").slice(0, -1).join(".");
}

function set(into: Input, [name = "", ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  into[name] ??= {};
  set(into[name] as Input, rest, value);
}

/** Turns what has numbers for names into lists. */
function listed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, listed(inner)] as const);
  const isList = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** The other way round: takes an input, or a record of the same form, apart into its values. */
export function valuesOf(input: unknown, path = ""): Values {
  if (input === null || input === undefined) return {};
  if (typeof input !== "object") return { [path]: String(input) };
  return Object.fromEntries(
    Object.entries(input)
      .filter(([name]) => !name.startsWith("__"))
      .flatMap(([name, inner]) => {
        return Object.entries(valuesOf(inner, path === "" ? name : `${path}.${name}`));
      }),
  );
}
