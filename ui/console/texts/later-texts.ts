/** Texts that are loaded when the first page that shows them is. */
import { use } from "react";
import { loadingOnce } from "../components/later";
import { ofLanguage } from "./languages";
import { useLanguage } from "./texts";

/** Return the hook that gives such texts of each folder's file; what shows them waits until they are there. */
export function laterTexts<Texts>(
  files: Readonly<Record<string, () => Promise<Texts>>>,
): () => Texts {
  const loaded = new Map<string, () => Promise<Texts>>();
  function load(language: string): Promise<Texts> {
    const known = loaded.get(language);
    if (known !== undefined) return known();
    const missing = () => Promise.reject(new Error(`no texts: ${language}`));
    loaded.set(language, loadingOnce(ofLanguage(files, language) ?? missing));
    return load(language);
  }
  return () => use(load(useLanguage().language));
}
