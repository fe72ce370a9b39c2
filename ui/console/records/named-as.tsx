/** Whose name it was by which a record was found, where that is not whom the record is about. */
import { useFormats, useTexts } from "../texts/texts";
import { type Details, sectionsOfDetails } from "./details";

interface NamedAsProps {
  readonly details: Details;
  /** Whom the record is about, as the row says it. */
  readonly subject: string;
  /** What was searched for. */
  readonly name: string;
}

/** Say it; nothing where the row says it, or where the name was found by other letters. */
export function NamedAs({ details, subject, name }: NamedAsProps) {
  const texts = useTexts();
  const formats = useFormats();
  const words = wordsOf(name);
  if (words.length === 0 || isNamed(subject, words)) return null;
  for (const { title, facts } of sectionsOfDetails(details, { texts, ...formats })) {
    const [, found] = facts.find(([label]) => label === texts.records.name) ?? [];
    if (found != null && isNamed(found, words)) {
      return (
        <span className="faint">
          {title}: <bdi>{found}</bdi>
        </span>
      );
    }
  }
  return null;
}

/** As the registry finds names: words in any order, each by its beginning. */
function isNamed(name: string, words: readonly string[]): boolean {
  const names = wordsOf(name);
  return words.every((word) => names.some((one) => one.startsWith(word)));
}

function wordsOf(text: string): readonly string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[\s·]+/).filter(Boolean);
}
