/** The names of languages, in a language. */

/** Return the name of the language of a tag, such as `uk`; the tag itself where it has none. */
export function languageName(tag: string, spoken: string): string {
  try {
    return new Intl.DisplayNames(spoken, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
