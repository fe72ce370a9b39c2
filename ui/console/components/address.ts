/** What an address of the console may say: anybody may have typed it. */

/** Return whether a value is a day of the calendar, such as `2001-02-28`. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** Return a value that is one of the choices, or the one for none. */
export function choiceOf<Choice extends string, None extends string>(
  value: string | null,
  choices: Readonly<Record<Choice, unknown>>,
  none: None,
): Choice | None {
  return value !== null && Object.hasOwn(choices, value) ? (value as Choice) : none;
}

/** Return the part of the trail's address that finds what was done on days in UTC, both inclusive; null is any. */
export function daysOfTrail(first: string | null | undefined, last: string): string {
  const end = new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString();
  const from = first == null ? {} : { insertedFrom: new Date(`${first}T00:00:00Z`).toISOString() };
  return String(new URLSearchParams({ ...from, insertedTo: end }));
}

/** Return the part of the address of the records that finds those of a period, by one of their days. */
export function daysOfRecords(
  by: "DECLARED" | "EVENT" | "REGISTERED",
  { from, to }: { readonly from: string; readonly to: string },
): Readonly<Record<string, string>> {
  if (by === "EVENT") return { eventDateFrom: from, eventDateTo: to };
  if (by === "REGISTERED") return { registeredFrom: from, registeredTo: to };
  return { declaredFrom: from, declaredTo: to };
}
