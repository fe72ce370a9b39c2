/** What is unfinished in this tab, shown as it comes and goes. */
import { useSyncExternalStore } from "react";
import { useTexts } from "../texts/texts";
import { watchSavers } from "./draft-saver";
import { type Unfinished, unfinished } from "./unfinished";

/** Return it, the latest first: what the server has meanwhile is no more among it. */
export function useUnfinished(): readonly Unfinished[] {
  const texts = useTexts();
  const names = () =>
    unfinished(texts)
      .map(({ name, savedAt }) => `${name} ${savedAt}`)
      .join();
  useSyncExternalStore(watchSavers, names);
  return unfinished(texts);
}
