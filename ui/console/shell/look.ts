/** How the console looks by the user's choice: light or dark, compact or comfortable. */
import { useSyncExternalStore } from "react";
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
  const choice = useSyncExternalStore(subscribe, () => chosenNow[name] ?? stored(name));
  return [
    choice as Choice<Name>,
    (chosen) => {
      storePreference(name, chosen);
      apply(name, chosen);
      chosenNow[name] = chosen;
      for (const listener of listeners) listener();
    },
  ];
}

/** Chosen since the page was loaded, also where nothing can be stored. */
const chosenNow: Partial<Record<LookName, string>> = {};
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function stored<Name extends LookName>(name: Name): Choice<Name> {
  const known: readonly Choice<Name>[] = choices[name];
  return known.find((it) => it === storedPreference(name)) ?? (known[0] as Choice<Name>);
}

function apply(name: LookName, choice: string): void {
  document.documentElement.dataset[name] = choice;
}
