/** How Arabic counts things, and keeps a name or number in one piece within a sentence. */
export { apart } from "../apart.ts";

const plurals = new Intl.PluralRules("ar");
const numbers = new Intl.NumberFormat("ar-u-nu-latn");

/** A thing in each number: none, one and two of it have words of their own. */
export interface Counted {
  readonly zero: string;
  readonly one: string;
  readonly two: string;
  /** Three to ten, and the like beyond a hundred. */
  readonly few: string;
  /** Eleven to ninety-nine, and the like beyond a hundred. */
  readonly many: string;
  /** A hundred, and the like. */
  readonly other: string;
}

/** Return a number of things; from three on, the number stands before its word. */
export function counted(count: number, thing: Counted): string {
  const form = plurals.select(count);
  const isSaidByTheWord = form === "zero" || form === "one" || form === "two";
  return isSaidByTheWord ? thing[form] : `${numbers.format(count)} ${thing[form]}`;
}
