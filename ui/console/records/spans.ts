/** How long it took from one moment to another, in words. */
import { localesOf } from "../texts/languages";

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Return how old something is by now; null below a minute. */
export function ageOf(since: string, language: string): string | null {
  return spanOf(since, new Date().toISOString(), language);
}

/** Return the time between two moments in its largest unit; null where it was less than a minute. */
export function spanOf(from: string | undefined, to: string, language: string): string | null {
  if (from === undefined) return null;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  const found = units.find(([, length]) => seconds >= length);
  if (found === undefined) return null;
  const [unit, length] = found;
  const format = new Intl.NumberFormat(localesOf(language), {
    style: "unit",
    unit,
    unitDisplay: "long",
  });
  return format.format(Math.floor(seconds / length));
}
