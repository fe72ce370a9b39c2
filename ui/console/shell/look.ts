/** How the console looks by the user's choice: light or dark, compact or comfortable. */
import { useState } from "react";
import { storedPreference, storePreference } from "./stored-preferences";

/** The choices of each preference; the first holds until another is chosen. */
const choices = {
  theme: ["system", "light", "dark"],
  density: ["compact", "comfortable"],
} as const;

type LookName = keyof typeof choices;
export type Choice<Name extends LookName> = (typeof choices)[Name][number];

/** Apply what was chosen last. */
export function applyStoredLook(): void {
  for (const name of Object.keys(choices) as LookName[]) apply(name, stored(name));
}

/** Return the choice of a preference and its setter. */
export function useLook<Name extends LookName>(
  name: Name,
): [Choice<Name>, (chosen: Choice<Name>) => void] {
  const [choice, setChoice] = useState(() => stored(name));
  return [
    choice,
    (chosen) => {
      storePreference(name, chosen);
      apply(name, chosen);
      setChoice(chosen);
    },
  ];
}

function stored<Name extends LookName>(name: Name): Choice<Name> {
  const known: readonly Choice<Name>[] = choices[name];
  return known.find((it) => it === storedPreference(name)) ?? (known[0] as Choice<Name>);
}

function apply(name: LookName, choice: string): void {
  document.documentElement.dataset[name] = choice;
}
