/** What a list is asked for, and whether its answer is still the one of before. */
import { useCallback, useDeferredValue, useState } from "react";

export interface Asked<Variables> {
  /** What the answer that is shown was asked by. */
  readonly variables: Variables;
  /** For the boundary around it, which tries again what failed, and says that the list is behind. */
  readonly boundary: {
    readonly resetKey: string;
    readonly isBehind: boolean;
    readonly fetchKey: number;
  };
  /** Ask once more, also by the same variables: who sends a filter anew wants what is so now. */
  readonly askAnew: () => void;
}

/** Ask by these variables; until their answer has come, those of before, with what they found. */
export function useAsked<Variables>(variables: Variables): Asked<Variables> {
  const [times, setTimes] = useState(0);
  const now = JSON.stringify({ variables, times });
  const resetKey = useDeferredValue(now);
  const asked = JSON.parse(resetKey) as { variables: Variables; times: number };
  const askAnew = useCallback(() => setTimes((before) => before + 1), []);
  return {
    variables: asked.variables,
    boundary: { resetKey, isBehind: resetKey !== now, fetchKey: asked.times },
    askAnew,
  };
}
