/** What a record would say, from the values of its form: to be shown beside what it says. */
import type { Details } from "./details";
import { toInput, type Values } from "./form-values";

/** What details always have, filled in or not. */
const always = {
  Birth: ["child", "informant"],
  Death: ["deceased", "informant"],
  Marriage: ["spouses", "witnesses", "informant"],
} as const;

/** Return the details that the values describe; what is missing in them is missing there. */
export function detailsOf(values: Values, kind: Details["__typename"]): Details {
  const input = withKnownDates(toInput(values, [], [])) as Record<string, unknown>;
  const names: readonly string[] = kind in always ? always[kind as keyof typeof always] : [];
  for (const name of names) input[name] ??= name === "spouses" || name === "witnesses" ? [] : {};
  // The form has the paths of the API's input, which are those of what it answers.
  return { ...input, __typename: kind } as unknown as Details;
}

/** Tell each day also as what is known of a date, as the API does. */
function withKnownDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKnownDates);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withKnownDates(inner)]);
  const known = Object.entries(value)
    .filter(([name]) => name === "birthDate" || name === "dateOfDeath")
    .map(([name, day]) => [`${name}Known`, day]);
  return Object.fromEntries([...known, ...entries]);
}
