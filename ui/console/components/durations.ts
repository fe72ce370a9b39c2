/** How long something took, in the unit that a person would say. */

const MINUTE = 60;

interface DurationWords {
  readonly seconds: (count: string) => string;
  readonly minutes: (count: string) => string;
}

/** Return a duration in seconds, from two minutes on in minutes; of less than a second only that. */
export function durationText(
  seconds: number,
  words: DurationWords,
  format: (value: number) => string,
): string {
  if (seconds < 1) return words.seconds(`< ${format(1)}`);
  if (seconds < 2 * MINUTE) return words.seconds(format(Math.round(seconds)));
  return words.minutes(format(Math.round(seconds / MINUTE)));
}
