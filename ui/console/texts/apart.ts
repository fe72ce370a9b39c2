/** Keeps a name or number in one piece within a sentence of a language that is written the other way. */

/** Return a value that goes its own way, left to right or right to left, whatever stands beside it. */
export function apart(value: string | number): string {
  return `\u2068${value}\u2069`;
}
