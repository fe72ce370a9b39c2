/** What the user typed in this tab and has not sent: what it is, about whom, and where it goes on. */
import { draftsOf } from "../api/drafts";
import { signedInUser } from "../api/session";
import type { Texts } from "../texts/english";

export interface Unfinished {
  /** The name of the draft. */
  readonly name: string;
  readonly title: string;
  /** Where it goes on; null where its page is not known from here. */
  readonly path: string | null;
  readonly savedAt: number;
}

/** Return it, the latest first; what belongs to one form is one. */
export function unfinished(texts: Texts): readonly Unfinished[] {
  const all = draftsOf(signedInUser()).map(({ name, savedAt, content }) => {
    const { title, path } = described(name, content, texts);
    return { name, title, path, savedAt };
  });
  // The reasons and the comment of a pair are of one form.
  const pairs = new Set<string>();
  return all.filter(({ name }) => {
    const [, pair] = /^(?:comment|reasons) (.*)$/.exec(name) ?? [];
    if (pair === undefined) return true;
    return !pairs.has(pair) && pairs.add(pair) !== null;
  });
}

function described(name: string, content: unknown, { records, leaving }: Texts) {
  const [what = "", of = ""] = name.split(" ");
  const { values = {}, kind } = (content ?? {}) as Content;
  const named = (title: string) => [title, subject(values)].filter(Boolean).join(": ");
  const id = encodeURIComponent(of);
  if (what === "declare") {
    const title =
      records.declareTitles[of as keyof typeof records.declareTitles] ?? leaving.unfinished;
    return { title: named(title), path: `/declare/${of.toLowerCase()}` };
  }
  if (what === "amendment") {
    const path = kind === undefined ? null : `/declare/${kind.toLowerCase()}?amends=${id}`;
    return { title: named(leaving.amendment), path };
  }
  if (what === "correction")
    return { title: named(leaving.correction), path: `/records/${id}/correct` };
  return { title: leaving.comment, path: `/requests/${id}` };
}

interface Content {
  readonly values?: Readonly<Record<string, string>>;
  readonly kind?: string;
}

/** Return the name of whom a form is about, as far as it is typed. */
function subject(values: Readonly<Record<string, string>>): string {
  for (const path of ["child", "deceased", "spouses.0"]) {
    const parts = [values[`${path}.firstName`], values[`${path}.lastName`]];
    const name = parts.filter(Boolean).join(" ");
    if (name !== "") return name;
  }
  return "";
}
