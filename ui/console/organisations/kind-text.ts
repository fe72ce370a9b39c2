/** What the kinds of organisations are called: words of their own, often as programs write them. */
import type { OrganisationsTexts } from "../texts/organisations-texts";

/** Return the words for a kind: "Scout group" for `SCOUT_GROUP`, and what people typed as it is. */
export function kindText(kind: string, { kinds: words }: OrganisationsTexts): string {
  const known = words[kind.toUpperCase().replaceAll(" ", "_")];
  if (known !== undefined) return known;
  if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(kind)) return kind;
  const [first = "", ...others] = kind.replaceAll("_", " ");
  return first + others.join("").toLowerCase();
}
