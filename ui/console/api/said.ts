/** What is said once an act went well, where nothing but a list shows it. */
import { createContext, use } from "react";

/** An action of the trail, as `session.ended`, or a text in the user's language. */
export type Done = { readonly action: string } | { readonly text: string };

/** Says it; the console says it in one place (shell/said.tsx). */
export const SayContext = createContext<(done: Done) => void>(() => {});

/** Return what says it. */
export function useSay(): (done: Done) => void {
  return use(SayContext);
}
