/** Offers a list as it was searched before. */
import { Link, useSearch } from "wouter";
import { signedInUser } from "../api/session";
import { useFormats, useTexts } from "../texts/texts";
import { openedBefore } from "./recent";
import { useSearchedWords } from "./searched-words";

const MOST = 5;

/** Show links to the last searches of the list at this path, but for the one that is shown. */
export function LastSearches({ list }: { list: string }) {
  const texts = useTexts();
  const { comma } = useFormats();
  const wordsOf = useSearchedWords();
  const shown = `${list}?${useSearch()}`;
  const searches = openedBefore(signedInUser(), list)
    .filter(({ path }) => path !== shown)
    .slice(0, MOST);
  if (searches.length === 0) return null;
  return (
    <nav className="last-searches" aria-label={texts.lists.lastSearches}>
      <span className="faint">{texts.lists.lastSearches}</span>
      <ul>
        {searches.map(({ path, searched = [] }) => (
          <li key={path}>
            <Link href={path}>
              <bdi>{searched.map(([value, said]) => wordsOf(value) ?? said).join(comma)}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
