/** The selects for the language and the theme. */
import { languages, useLanguage } from "../texts/texts";
import { type Theme, useTheme } from "./theme";

/** Show both selects; every page has them, signed in or not. */
export function Preferences() {
  const { language, setLanguage, texts } = useLanguage();
  const [theme, setTheme] = useTheme();
  return (
    <>
      <select
        name="language"
        aria-label={texts.shell.language}
        value={language}
        onChange={(event) => setLanguage(event.target.value as keyof typeof languages)}
      >
        {Object.entries(languages).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <select
        name="theme"
        aria-label={texts.shell.theme}
        value={theme}
        onChange={(event) => setTheme(event.target.value as Theme)}
      >
        {(Object.entries(texts.themes) as [Theme, string][]).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}
