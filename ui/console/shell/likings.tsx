/** The reader's choice of language and of light or dark. */
import { languages, useReading } from "../texts/texts";
import { type Theme, useTheme } from "./theme";

/** Two small choices that any page offers, signed in or not. */
export function Likings() {
  const { language, choose, texts } = useReading();
  const [theme, setTheme] = useTheme();
  return (
    <>
      <select
        aria-label={texts.shell.language}
        value={language}
        onChange={(event) => choose(event.target.value as keyof typeof languages)}
      >
        {Object.entries(languages).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <select
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
