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
