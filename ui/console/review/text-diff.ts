/** The difference of two values, letter by letter. */

/** A segment of a value: shared with the other value, or its own. */
export interface DiffSegment {
  readonly text: string;
  readonly differs: boolean;
}

/** Longer values are not compared by letters: the cost is the product of their lengths. */
const LONGEST = 400;

/** Split a value into segments that it shares with another and segments that it does not. */
export function diffSegments(value: string, other: string): DiffSegment[] {
  const letters = [...value];
  const others = [...other];
  if (letters.length > LONGEST || others.length > LONGEST) {
    return [{ text: value, differs: value !== other }];
  }
  const isShared = sharedLetters(letters, others);
  const segments: { text: string; differs: boolean }[] = [];
  letters.forEach((letter, index) => {
    const last = segments.at(-1);
    if (last !== undefined && last.differs !== isShared[index]) last.text += letter;
    else segments.push({ text: letter, differs: !isShared[index] });
  });
  return segments;
}

/** Return the value that shares most letters with this one, or null if none shares half. */
export function closestValue(value: string, others: readonly string[]): string | null {
  let closest: string | null = null;
  let largest = 0.5;
  for (const other of others) {
    const shared = sharedLetters([...value].slice(0, LONGEST), [...other].slice(0, LONGEST));
    const share = (2 * shared.filter(Boolean).length) / (value.length + other.length);
    if (share >= largest) [closest, largest] = [other, share];
  }
  return closest;
}

/** Return for each letter whether it is in the longest common subsequence, ignoring case. */
function sharedLetters(letters: readonly string[], others: readonly string[]): boolean[] {
  const lengths = Array.from(letters, () => new Array<number>(others.length).fill(0));
  const length = (index: number, otherIndex: number) => lengths[index]?.[otherIndex] ?? 0;
  for (const [index, row] of [...lengths.entries()].reverse()) {
    for (let otherIndex = others.length - 1; otherIndex >= 0; otherIndex--) {
      row[otherIndex] = isSameLetter(letters[index], others[otherIndex])
        ? length(index + 1, otherIndex + 1) + 1
        : Math.max(length(index + 1, otherIndex), length(index, otherIndex + 1));
    }
  }
  const isShared = new Array<boolean>(letters.length).fill(false);
  for (let index = 0, otherIndex = 0; index < letters.length && otherIndex < others.length; ) {
    if (isSameLetter(letters[index], others[otherIndex])) {
      isShared[index] = true;
      [index, otherIndex] = [index + 1, otherIndex + 1];
    } else if (length(index + 1, otherIndex) >= length(index, otherIndex + 1)) index += 1;
    else otherIndex += 1;
  }
  return isShared;
}

function isSameLetter(letter: string | undefined, other: string | undefined): boolean {
  return letter === other || letter?.toLowerCase() === other?.toLowerCase();
}
