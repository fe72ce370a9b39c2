/** Texts that are loaded when the first page that shows them is. */
import { use } from "react";
import { type Language, useLanguage } from "./texts";

/** Return the hook that gives such texts; what shows them waits until they are there. */
export function laterTexts<Texts>(loaders: Record<Language, () => Promise<Texts>>): () => Texts {
  const loaded = new Map<Language, Promise<Texts>>();
  function load(language: Language): Promise<Texts> {
    const known = loaded.get(language);
    if (known !== undefined) return known;
    const loading = loaders[language]();
    loaded.set(language, loading);
    // What did not come is asked for again.
    loading.catch(() => loaded.delete(language));
    return loading;
  }
  return () => use(load(useLanguage().language));
}
