/** The texts of the pages in the user's language, and its formats of dates and numbers. */
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from "react";
import { reloadIfAnswered } from "../components/later";
import { storedPreference, storePreference } from "../shell/stored-preferences";
import { apart } from "./apart";
import { texts as english, type Texts } from "./english";
import { languages, localesOf, ofLanguage } from "./languages";

/** English is there from the first; the others are loaded when they are chosen. */
const others = import.meta.glob<Texts>(["./*/index.ts", "!./english/*"], { import: "texts" });

/** Those that did not come: Chromium fetches them with a new page alone. */
const failed = new Set<string>();

interface LanguageChoice {
  /** The code of the language. */
  readonly language: string;
  readonly texts: Texts;
  readonly setLanguage: (language: string) => void;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

/** Provide the texts; the former language stays until the next one is loaded. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(preferredLanguage);
  const [loaded, setLoaded] = useState<{ language: string; texts: Texts } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const loading = ofLanguage(others, language)?.() ?? Promise.resolve(english);
    loading
      .then((texts) => isCurrent && setLoaded({ language, texts }))
      // One that does not come is asked for when it is chosen again; until then the former one stays, or English.
      .catch(() => {
        failed.add(language);
        if (isCurrent) setLoaded((former) => former ?? { language: "en", texts: english });
      });
    storePreference("language", language);
    return () => {
      isCurrent = false;
    };
  }, [language]);
  useLayoutEffect(() => {
    if (loaded === null) return;
    const dir = languages.get(loaded.language)?.direction;
    Object.assign(document.documentElement, { lang: loaded.language, dir });
  }, [loaded]);
  const choice = useMemo(
    () => loaded && { ...loaded, setLanguage: choosing(setLanguage) },
    [loaded],
  );
  if (choice === null) return null;
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

/** Return what sets the language, and loads the page anew where its texts once did not come. */
function choosing(setLanguage: (language: string) => void) {
  return (language: string) => {
    setLanguage(language);
    if (!failed.has(language)) return;
    storePreference("language", language);
    void reloadIfAnswered();
  };
}

/** Return the texts. */
export function useTexts(): Texts {
  return useLanguage().texts;
}

/** Return the texts, their language, and its setter. */
export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext);
  if (choice === null) throw new Error("outside TextsProvider");
  return choice;
}

/** Return the formats of dates, times and numbers in the language. */
export function useFormats() {
  const { language, texts } = useLanguage();
  const { comma } = texts.lists;
  return useMemo(() => {
    const locales = localesOf(language);
    const date = { day: "numeric", month: "short", year: "numeric" } as const;
    const day = new Intl.DateTimeFormat(locales, { ...date, timeZone: "UTC" });
    const month = new Intl.DateTimeFormat(locales, {
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
    const shortDay = new Intl.DateTimeFormat(locales, {
      day: "2-digit",
      month: "2-digit",
      timeZone: "UTC",
    });
    const time = new Intl.DateTimeFormat(locales, { ...date, hour: "numeric", minute: "2-digit" });
    const clock = new Intl.DateTimeFormat(locales, { hour: "numeric", minute: "2-digit" });
    const nearDay = new Intl.RelativeTimeFormat(locales, { numeric: "auto" });
    const number = new Intl.NumberFormat(locales);
    const isMixed = languages.get(language)?.direction === "rtl";
    const formatDay = (iso: string) => day.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
    return {
      /** A day without a time, as `2001-02-28`. */
      day: formatDay,
      /** A date as far as it is known: `2001`, `2001-02` or `2001-02-28`. */
      knownDate: (known: string) => {
        if (known.length > "2001-02".length) return formatDay(known);
        const isMonth = known.length === "2001-02".length;
        return isMonth ? month.format(new Date(`${known}-01T00:00:00Z`)) : known;
      },
      shortDay: (iso: string) => shortDay.format(new Date(`${iso}T00:00:00Z`)),
      time: (iso: string) => time.format(new Date(iso)),
      /** A moment, by the word for the day where that is today or yesterday. */
      recent: (iso: string) => {
        const at = new Date(iso);
        const days = Math.round((midnight(at) - midnight(new Date())) / DAY);
        if (days !== 0 && days !== -1) return time.format(at);
        return `${nearDay.format(days, "day")}${comma}${clock.format(at)}`;
      },
      number: (value: number) => number.format(value),
      comma,
      /** Names and values one after the other, each of which goes its own way. */
      list: (items: readonly string[]) => (isMixed ? items.map(apart) : items).join(comma),
      /** A name that stands in words which no text has around it, such as before a role in brackets. */
      apart: (name: string) => (isMixed ? apart(name) : name),
    };
  }, [language, comma]);
}

const DAY = 24 * 60 * 60 * 1000;

/** The moment at which a day began where the user is. */
function midnight(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}

function preferredLanguage(): string {
  const stored = storedPreference("language");
  const candidates = [stored, ...navigator.languages.map((tag) => tag.split("-")[0] ?? "")];
  return candidates.find((it) => it !== null && languages.has(it)) ?? "en";
}
