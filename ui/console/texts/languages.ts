/** The languages of the console: each is a folder beside this file, which says in `language.ts` what it is. */

interface Language {
  /** As browsers know it: `en`. */
  readonly code: string;
  /** What it calls itself. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}

const described = import.meta.glob<Language>("./*/language.ts", {
  eager: true,
  import: "language",
});

/** Each language by its code, with the path of its folder. */
export const languages: ReadonlyMap<string, Language & { readonly folder: string }> = new Map(
  Object.entries(described).map(([file, language]) => [
    language.code,
    { ...language, folder: file.replace("language.ts", "") },
  ]),
);

/** Return what stands for a language among files of the same name in each folder. */
export function ofLanguage<Found>(files: Readonly<Record<string, Found>>, code: string) {
  const folder = languages.get(code)?.folder ?? "none";
  return Object.entries(files).find(([file]) => file.startsWith(folder))?.[1];
}

/** Return the languages of the browser for dates and numbers, and the language itself. */
export function localesOf(language: string): readonly Intl.Locale[] {
  // As in the user's own country, where the browser says which that is.
  const own = navigator.languages.filter((tag) => tag.split("-")[0] === language);
  return [...own, language].map((tag) => {
    // What is typed, printed and compared has these digits and this calendar in every country.
    return new Intl.Locale(tag, { calendar: "gregory", numberingSystem: "latn" });
  });
}
