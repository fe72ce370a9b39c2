/** Compares names with what is typed, without case and accents. */

/** Return whether each word that is typed begins a word of the name, or what follows its Arabic article. */
export function hasWords(name: string, typed: string): boolean {
  const words = wordsOf(name);
  const begins = (part: string) => words.some((word) => word.startsWith(part));
  return wordsOf(typed).every((part) => begins(part) || begins(`ال${part}`));
}

function wordsOf(text: string): readonly string[] {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean);
}
