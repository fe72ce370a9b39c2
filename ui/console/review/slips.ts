/** How two values that nearly agree differ, where it is what people slip in when they write. */
import { lettersOf, transposedAt } from "./text-diff.ts";

export type Slip = "TRANSPOSED" | "ONE_CHARACTER";

/** Return the slip that makes one value of the other; null where there is more to it. */
export function slipBetween(value: string, other: string): Slip | null {
  const [letters, others] = [lettersOf(value.toLowerCase()), lettersOf(other.toLowerCase())];
  if (transposedAt(letters, others) >= 0) return "TRANSPOSED";
  const [shorter, longer] = letters.length <= others.length ? [letters, others] : [others, letters];
  const at = longer.findIndex((letter, index) => letter !== shorter[index]);
  if (at < 0 || longer.length - shorter.length > 1) return null;
  const rest = (of: readonly string[], from: number) => of.slice(from).join("");
  const next = shorter.length === longer.length ? at + 1 : at;
  return rest(longer, at + 1) === rest(shorter, next) ? "ONE_CHARACTER" : null;
}
