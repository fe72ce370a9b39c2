/** Light or dark: the reader's choice, or the system's. */
import { useState } from "react";
import { remember, remembered } from "./memory";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Shows the page in the theme chosen last. */
export function applyRememberedTheme(): void {
  apply(rememberedTheme());
}

/** Gives the theme and the way to another. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(rememberedTheme);
  return [
    theme,
    (chosen) => {
      remember("theme", chosen);
      apply(chosen);
      setTheme(chosen);
    },
  ];
}

function rememberedTheme(): Theme {
  return themes.find((theme) => theme === remembered("theme")) ?? "system";
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
