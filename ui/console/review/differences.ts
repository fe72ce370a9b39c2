/** Where two values part, letter by letter. */

/** A stretch of a value: shared with the other value, or its own. */
export interface Stretch {
  readonly text: string;
  readonly differs: boolean;
}

/** Values longer than this are not compared by letters: the table grows with their product. */
const LONGEST = 400;

/** Cuts a value into what it shares with another and what it does not. */
export function stretches(value: string, other: string): Stretch[] {
  const letters = [...value];
  const others = [...other];
  if (letters.length > LONGEST || others.length > LONGEST) {
    return [{ text: value, differs: value !== other }];
  }
  const isShared = sharedLetters(letters, others);
  const found: { text: string; differs: boolean }[] = [];
  letters.forEach((letter, at) => {
    const last = found.at(-1);
    if (last !== undefined && last.differs !== isShared[at]) last.text += letter;
    else found.push({ text: letter, differs: !isShared[at] });
  });
  return found;
}

/** Finds among other values the one that shares most with this one, if any shares half of it. */
export function nearest(value: string, others: readonly string[]): string | null {
  let found: string | null = null;
  let most = 0.5;
  for (const other of others) {
    const shared = sharedLetters([...value].slice(0, LONGEST), [...other].slice(0, LONGEST));
    const part = (2 * shared.filter(Boolean).length) / (value.length + other.length);
    if (part >= most) [found, most] = [other, part];
  }
  return found;
}

/** Tells for each letter whether it belongs to the longest common subsequence, cases aside. */
function sharedLetters(letters: readonly string[], others: readonly string[]): boolean[] {
  const lengths = Array.from(letters, () => new Array<number>(others.length).fill(0));
  const length = (at: number, by: number) => lengths[at]?.[by] ?? 0;
  for (const [at, row] of [...lengths.entries()].reverse()) {
    for (let by = others.length - 1; by >= 0; by--) {
      row[by] = isSame(letters[at], others[by])
        ? length(at + 1, by + 1) + 1
        : Math.max(length(at + 1, by), length(at, by + 1));
    }
  }
  const isShared = new Array<boolean>(letters.length).fill(false);
  for (let at = 0, by = 0; at < letters.length && by < others.length; ) {
    if (isSame(letters[at], others[by])) {
      isShared[at] = true;
      [at, by] = [at + 1, by + 1];
    } else if (length(at + 1, by) >= length(at, by + 1)) at += 1;
    else by += 1;
  }
  return isShared;
}

function isSame(letter: string | undefined, other: string | undefined): boolean {
  return letter === other || letter?.toLowerCase() === other?.toLowerCase();
}
