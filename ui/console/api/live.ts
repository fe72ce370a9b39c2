/** Queries that are asked again while somebody looks at them: after what is done here, and as they come back, at once. */
import { useEffect, useState } from "react";
import { fetchQuery, type GraphQLTaggedNode, useRelayEnvironment } from "react-relay";
import { createOperationDescriptor, getRequest, type OperationType } from "relay-runtime";
import { sessionState } from "./session";
import { UNASKED } from "./unasked";

const INTERVAL_MS = 5000;

interface LiveOptions {
  readonly everyMs?: number;
  /** Whether it is asked at all. */
  readonly isAsked?: boolean;
  /** Whether it belongs to no page: it is asked at once, and ends no session that nobody uses. */
  readonly isUnasked?: boolean;
}

const askers = new Set<() => void>();

/** Have every live query asked again: something was done, or was refused because it had been. */
export function askAgain(): void {
  for (const ask of askers) ask();
}

/**
 * Ask a query every few seconds while its window is looked at; return its last answer.
 *
 * What it brings is in the store too, where whoever else shows it sees it. An answer that does not
 * come changes nothing: the next one will.
 */
export function useLiveQuery<Operation extends OperationType>(
  query: GraphQLTaggedNode,
  variables: Operation["variables"],
  { everyMs = INTERVAL_MS, isAsked = true, isUnasked = false }: LiveOptions = {},
): Operation["response"] | null {
  const environment = useRelayEnvironment();
  const [answer, setAnswer] = useState<Operation["response"] | null>(null);
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (!isAsked) return;
    const wanted = JSON.parse(key) as Operation["variables"];
    const kept = environment.retain(createOperationDescriptor(getRequest(query), wanted));
    let current: { unsubscribe: () => void } | null = null;
    const ask = () => {
      // While the session has expired, what is asked waits: one question of each is enough.
      if (document.visibilityState === "hidden" || sessionState().phase === "expired") return;
      current?.unsubscribe();
      current = fetchQuery<Operation>(environment, query, wanted, {
        networkCacheConfig: { force: true, ...(isUnasked ? UNASKED : {}) },
      }).subscribe({ next: setAnswer, error: () => undefined });
    };
    const timer = setInterval(ask, everyMs);
    // Whoever comes back to the window sees what is so now.
    document.addEventListener("visibilitychange", ask);
    askers.add(ask);
    if (isUnasked) ask();
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
      askers.delete(ask);
      current?.unsubscribe();
      kept.dispose();
    };
  }, [environment, query, key, everyMs, isAsked, isUnasked]);
  return answer;
}
