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
  /** The key of the form of a declaration. */
  readonly formKey: string | null;
}

/** Return it, the latest first, without what the server has; what belongs to one form is one. */
export function unfinished(texts: Texts): readonly Unfinished[] {
  const all = draftsOf(signedInUser())
    .filter(({ isKept }) => isKept !== true)
    .map(({ name, savedAt, content }) => {
      const { title, path } = described(name, content, texts);
      const { formKey = null } = content as Content;
      return { name, title, path, savedAt, formKey };
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
  const [what = "", of = "", draft = ""] = name.split(" ");
  const { values = {}, kind } = (content ?? {}) as Content;
  const named = (title: string) => [title, subject(values)].filter(Boolean).join(": ");
  const id = encodeURIComponent(of);
  if (what === "declare") {
    const title = records.declareTitles[of as keyof typeof records.declareTitles] ?? of;
    const path = `/declare/${of.toLowerCase()}`;
    return { title: named(title), path: draft === "" ? path : pathOfDraft(of, draft) };
  }
  if (what === "amendment") {
    const path = kind === undefined ? null : `/declare/${kind.toLowerCase()}?amends=${id}`;
    return { title: named(leaving.amendment), path };
  }
  if (what === "correction")
    return { title: named(leaving.correction), path: `/records/${id}/correct` };
  return { title: leaving.comment, path: `/requests/${id}` };
}

/** Return where a draft that the server has goes on. */
export function pathOfDraft(kind: string, id: string): string {
  return `/declare/${kind.toLowerCase()}?draft=${encodeURIComponent(id)}`;
}

interface Content {
  readonly formKey?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly kind?: string;
}

/** Return the name of whom a form is about, as far as it is typed. */
export function subject(values: Readonly<Record<string, string>>): string {
  for (const path of ["child", "deceased", "spouses.0", "spouses.1", "mother", "father"]) {
    const parts = [values[`${path}.firstName`], values[`${path}.lastName`]];
    const name = parts.filter(Boolean).join(" ");
    if (name !== "") return name;
  }
  return "";
}
