/** The texts of the registrar's and the administrator's further pages, loaded with the first of them. */
import { use } from "react";
import type { desk } from "./english/desk";
import { type Language, useLanguage } from "./texts";

export type DeskTexts = typeof desk;

const loaders: Record<Language, () => Promise<DeskTexts>> = {
  en: async () => (await import("./english/desk")).desk,
  uk: async () => (await import("./ukrainian/desk")).desk,
};
const loaded = new Map<Language, Promise<DeskTexts>>();

/** Return the texts; what shows them waits until they are there. */
export function useDeskTexts(): DeskTexts {
  return use(load(useLanguage().language));
}

function load(language: Language): Promise<DeskTexts> {
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const loading = loaders[language]();
  loaded.set(language, loading);
  // What did not come is asked for again.
  loading.catch(() => loaded.delete(language));
  return loading;
}
