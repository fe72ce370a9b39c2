/** The theme: light or dark, by the user's choice or the system's. */
import { useState } from "react";
import { storedPreference, storePreference } from "./stored-preferences";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Apply the theme chosen last. */
export function applyStoredTheme(): void {
  apply(storedTheme());
}

/** Return the theme and its setter. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(storedTheme);
  return [
    theme,
    (chosen) => {
      storePreference("theme", chosen);
      apply(chosen);
      setTheme(chosen);
    },
  ];
}

function storedTheme(): Theme {
  return themes.find((theme) => theme === storedPreference("theme")) ?? "system";
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
