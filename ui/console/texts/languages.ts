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

/** Each language by its code. */
export const languages: ReadonlyMap<string, Language> = new Map(
  Object.values(described).map((language) => [language.code, language]),
);

const codes = new Map(
  Object.entries(described).map(([file, { code }]) => [folderOf(file), code] as const),
);

/** Return what loads the texts of a language, by its code, from files of the same name in each folder. */
export function byLanguage<Loader>(files: Readonly<Record<string, Loader>>): Map<string, Loader> {
  return new Map(
    Object.entries(files).map(([file, loader]) => [codes.get(folderOf(file)) ?? "", loader]),
  );
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

function folderOf(file: string): string {
  return file.split("/")[1] ?? "";
}
