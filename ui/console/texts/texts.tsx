/** The words of the pages in the reader's language, and how it writes dates and counts. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { remember, remembered } from "../shell/memory";
import { english, type Texts } from "./english";

/** Each language under its own name; a translation is a folder like `english/` and a line here and below. */
export const languages = { en: "English", uk: "Українська" } as const;
export type Language = keyof typeof languages;

const loaders: Record<Language, () => Promise<Texts>> = {
  en: async () => english,
  uk: async () => (await import("./ukrainian")).ukrainian,
};

interface Reading {
  readonly language: Language;
  readonly texts: Texts;
  readonly choose: (language: Language) => void;
}

const ReadingContext = createContext<Reading | null>(null);

/** Gives the pages their words; what came before stays until another language is there. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [chosen, choose] = useState(preferred);
  const [shown, show] = useState<{ language: Language; texts: Texts } | null>(null);
  useEffect(() => {
    let wanted = true;
    void loaders[chosen]().then((texts) => wanted && show({ language: chosen, texts }));
    remember("language", chosen);
    document.documentElement.lang = chosen;
    return () => {
      wanted = false;
    };
  }, [chosen]);
  const reading = useMemo(() => shown && { ...shown, choose }, [shown]);
  if (reading === null) return null;
  return (
    <I18nProvider locale={reading.language}>
      <ReadingContext value={reading}>{children}</ReadingContext>
    </I18nProvider>
  );
}

/** Gives the words. */
export function useTexts(): Texts {
  return useReading().texts;
}

/** Gives the words, their language, and the way to another. */
export function useReading(): Reading {
  const reading = use(ReadingContext);
  if (reading === null) throw new Error("outside TextsProvider");
  return reading;
}

/** Gives what writes dates, times and numbers as the language does. */
export function useFormats() {
  const { language } = useReading();
  return useMemo(() => {
    // As the reader's own country writes the language, where the browser says which that is.
    const locales = [...navigator.languages.filter((tag) => tag.startsWith(language)), language];
    const day = new Intl.DateTimeFormat(locales, { dateStyle: "medium", timeZone: "UTC" });
    const shortDay = new Intl.DateTimeFormat(locales, {
      day: "2-digit",
      month: "2-digit",
      timeZone: "UTC",
    });
    const time = new Intl.DateTimeFormat(locales, { dateStyle: "medium", timeStyle: "short" });
    const number = new Intl.NumberFormat(locales);
    return {
      /** A day without a time, as `2001-02-28`. */
      day: (iso: string) => day.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)),
      shortDay: (iso: string) => shortDay.format(new Date(`${iso}T00:00:00Z`)),
      time: (iso: string) => time.format(new Date(iso)),
      number: (value: number) => number.format(value),
    };
  }, [language]);
}

function preferred(): Language {
  const kept = remembered("language");
  const wished = [kept, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return (wished.find((it) => it !== null && it in languages) as Language | undefined) ?? "en";
}
