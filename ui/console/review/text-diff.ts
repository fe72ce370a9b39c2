/** The difference of two values, letter by letter, as people see letters. */

/** A segment of a value: shared with the other value, or its own. */
export interface DiffSegment {
  readonly text: string;
  readonly differs: boolean;
}

/** Longer values are not compared by letters: the cost is the product of their lengths. */
const LONGEST = 400;
/** A smaller share of letters in common does not make two values one. */
const LEAST_SHARE = 0.5;

/** Letters as they are seen: a base with its accents, a syllable with its vowel sign. */
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Split a value into segments that it shares with another and segments that it does not. */
export function diffSegments(value: string, other: string): DiffSegment[] {
  const letters = lettersOf(value);
  const others = lettersOf(other);
  if (letters.length > LONGEST || others.length > LONGEST) {
    return [{ text: value, differs: value.normalize() !== other.normalize() }];
  }
  const isShared = sharedLetters(letters, others);
  const swapped = transposedAt(letters, others);
  if (swapped >= 0) [isShared[swapped], isShared[swapped + 1]] = [false, false];
  const segments: { text: string; differs: boolean }[] = [];
  letters.forEach((letter, index) => {
    const last = segments.at(-1);
    if (last !== undefined && last.differs !== isShared[index]) last.text += letter;
    else segments.push({ text: letter, differs: !isShared[index] });
  });
  return segments;
}

/** Split a date into its parts, each of which is shared whole or not: of a month, letters say nothing. */
export function datePartSegments(value: string, other: string): DiffSegment[] {
  const others = other.match(PART) ?? [];
  const isAsLong = (value.match(PART) ?? []).length === others.length;
  let place = 0;
  return (value.match(PART_OR_BETWEEN) ?? []).map((text) => {
    if (text.search(PART) !== 0) return { text, differs: false };
    const compared = isAsLong ? [others[place] ?? ""] : others;
    place += 1;
    return { text, differs: !compared.some((it) => isSamePart(text, it)) };
  });
}

const PART = /[\p{L}\p{M}\p{N}]+/gu;
const PART_OR_BETWEEN = /[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu;

/** Return whether two are one part: a month may be written in full. */
function isSamePart(part: string, other: string): boolean {
  const isWord = /^\p{L}/u.test(part) && other !== "";
  return part === other || (isWord && (part.startsWith(other) || other.startsWith(part)));
}

/** Return where two neighbours have changed places, which is all that differs; -1 where it is not so. */
export function transposedAt(letters: readonly string[], others: readonly string[]): number {
  if (letters.length !== others.length) return -1;
  const at = letters.findIndex((letter, index) => !isSameLetter(letter, others[index]));
  const wouldBe = (index: number) => (index === at ? at + 1 : index === at + 1 ? at : index);
  const isSo = letters.every((letter, index) => isSameLetter(letter, others[wouldBe(index)]));
  return isSo ? at : -1;
}

/** Return the value that shares most letters with this one, or null if none shares half. */
export function closestValue(value: string, others: readonly string[]): string | null {
  let closest: string | null = null;
  let largest = LEAST_SHARE;
  for (const other of others) {
    const share = sharedShare(value, other);
    if (share >= largest) [closest, largest] = [other, share];
  }
  return closest;
}

/** The names of one record. */
export interface Names {
  readonly firstName: string | null | undefined;
  readonly lastName: string | null | undefined;
}

/** Return whether the first name of each of two records is rather the last name of the other. */
export function areNamesSwapped(names: Names, others: Names): boolean {
  const [first, last] = [names.firstName, names.lastName];
  const [otherFirst, otherLast] = [others.firstName, others.lastName];
  if (!first || !last || !otherFirst || !otherLast) return false;
  const crossed = [sharedShare(first, otherLast), sharedShare(last, otherFirst)];
  const straight = Math.max(sharedShare(first, otherFirst), sharedShare(last, otherLast));
  return crossed.every((share) => share > straight && share >= LEAST_SHARE);
}

/** Return the share of two values' letters that they have in common, from 0 to 1. */
function sharedShare(value: string, other: string): number {
  const letters = lettersOf(value).slice(0, LONGEST);
  const others = lettersOf(other).slice(0, LONGEST);
  const shared = sharedLetters(letters, others).filter(Boolean).length;
  return (2 * shared) / (letters.length + others.length);
}

/** Return the letters of a value, as they are seen. */
export function lettersOf(value: string): readonly string[] {
  return Array.from(graphemes.segment(value.normalize()), ({ segment }) => segment);
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
