/** What the search for anything does at once: how the console looks and speaks, its keys, and signing out. */
import { isLeftUnsent } from "../api/drafts";
import { signOut } from "../api/session";
import { useLook } from "../shell/look";
import { useFindingTexts } from "../texts/finding-texts";
import { languages } from "../texts/languages";
import { useLanguage } from "../texts/texts";
import type { Found } from "./found";
import { open } from "./opened";
import { isCalled } from "./words";

/** Return those that are called so; none before something is typed. */
export function useSettings(text: string): readonly Found[] {
  const { language, setLanguage, texts } = useLanguage();
  const { find } = useFindingTexts();
  const [theme, setTheme] = useLook("theme");
  if (text.trim() === "") return [];
  const themes = (["light", "dark", "system"] as const)
    .filter((it) => it !== theme)
    .map((it) => ({
      path: `theme:${it}`,
      name: `${texts.shell.theme}: ${texts.themes[it]}`,
      words: find.words.acts.theme,
      onAct: () => setTheme(it),
    }));
  const others = [...languages.values()]
    .filter(({ code }) => code !== language)
    .map(({ code, name }) => ({
      path: `language:${code}`,
      name: `${texts.shell.language}: ${name}`,
      words: find.words.acts.language,
      onAct: () => setLanguage(code),
    }));
  const leaving = {
    path: "sign-out",
    name: texts.shell.signOut,
    words: find.words.acts.signOut,
    onAct: () => void isLeftUnsent().then((isLeft) => (isLeft ? open("sign-out") : signOut())),
  };
  const keys = {
    path: "keys",
    name: texts.shortcuts.title,
    words: find.words.acts.keys,
    onAct: () => open("keys"),
  };
  return [...themes, ...others, keys, leaving]
    .filter(({ name, words }) => isCalled(name, words, text))
    .map(({ path, name, onAct }) => ({ path, name, onAct, kind: find.does }));
}
