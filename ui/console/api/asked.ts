/** What a list is asked for, and whether its answer is still the one of before. */
import { useDeferredValue } from "react";

export interface Asked<Variables> {
  /** What the answer that is shown was asked by. */
  readonly variables: Variables;
  /** For the boundary around it, which tries again what failed, and says that the list is behind. */
  readonly boundary: { readonly resetKey: string; readonly isBehind: boolean };
}

/** Ask by these variables; until their answer has come, those of before, with what they found. */
export function useAsked<Variables>(variables: Variables): Asked<Variables> {
  const now = JSON.stringify(variables);
  const resetKey = useDeferredValue(now);
  return {
    variables: JSON.parse(resetKey) as Variables,
    boundary: { resetKey, isBehind: resetKey !== now },
  };
}
