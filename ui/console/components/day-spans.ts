/** How long something took that is counted in days, in the unit that a person would say. */
const units = [
  ["day", 1],
  ["hour", 24],
  ["minute", 24 * 60],
] as const;

/** Return a number of days in its largest unit, days and hours to a tenth; of less than a minute only that. */
export function daySpan(days: number, locales: Intl.LocalesArgument): string {
  const [unit, ofDay] = units.find(([, parts]) => days * parts >= 1) ?? units[2];
  const format = new Intl.NumberFormat(locales, {
    style: "unit",
    unit,
    unitDisplay: "long",
    maximumFractionDigits: unit === "minute" ? 0 : 1,
  });
  const count = days * ofDay;
  return count < 1 ? `< ${format.format(1)}` : format.format(count);
}
