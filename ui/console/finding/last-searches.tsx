/** Offers a list as it was searched before. */
import { Link, useSearch } from "wouter";
import { signedInUser } from "../api/session";
import { useTexts } from "../texts/texts";
import { openedBefore } from "./recent";

const MOST = 5;

/** Show links to the last searches of the list at this path, but for the one that is shown. */
export function LastSearches({ list }: { list: string }) {
  const texts = useTexts();
  const shown = `${list}?${useSearch()}`;
  const searches = openedBefore(signedInUser(), list)
    .filter(({ path }) => path !== shown)
    .slice(0, MOST);
  if (searches.length === 0) return null;
  return (
    <nav className="last-searches" aria-label={texts.lists.lastSearches}>
      <span className="faint">{texts.lists.lastSearches}</span>
      <ul>
        {searches.map(({ path, name }) => (
          <li key={path}>
            <Link href={path}>
              <bdi>{name.slice(name.indexOf(": ") + 2)}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
