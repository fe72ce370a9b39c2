/** Compares names with what is typed, without case and accents. */

/** Return whether each word that is typed begins a word of the name, or what follows its Arabic article. */
export function hasWords(name: string, typed: string): boolean {
  const words = wordsOf(name);
  const begins = (part: string) => words.some((word) => word.startsWith(part));
  return wordsOf(typed).every((part) => begins(part) || begins(`ال${part}`));
}

/** So much is typed before a page or an act is found by words that are not in its name. */
export const ENOUGH = 3;

/** Return whether a page or an act is called so: by its name, or by what else people call it. */
export function isCalled(name: string, words: string, typed: string): boolean {
  return (
    hasWords(name, typed) || (typed.trim().length >= ENOUGH && hasWords(`${name} ${words}`, typed))
  );
}

interface Part {
  readonly part: string;
  readonly isMatched: boolean;
}

/** Return a text in parts: the beginnings of its words that are typed, and all else. */
export function matchedParts(text: string, typed: string): readonly Part[] {
  const sought = wordsOf(typed);
  return (text.match(/\s+|\S+/gu) ?? []).flatMap((word) => {
    const found = sought.map((it) => beginningOf(word, it)).toSorted((a, b) => b - a)[0] ?? 0;
    const parts = [
      { part: word.slice(0, found), isMatched: true },
      { part: word.slice(found), isMatched: false },
    ];
    return parts.filter(({ part }) => part !== "");
  });
}

/** Return how many characters of a word are what was typed, accents and all; 0 where it begins otherwise. */
function beginningOf(word: string, sought: string): number {
  for (let length = 1; length <= word.length; length++) {
    const begun = wordsOf(word.slice(0, length))[0] ?? "";
    const isWhole = !/^\p{M}/u.test(word.slice(length));
    if (begun === sought && isWhole) return length;
    if (begun !== "" && !sought.startsWith(begun)) return 0;
  }
  return 0;
}

function wordsOf(text: string): readonly string[] {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean);
}
