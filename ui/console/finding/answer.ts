/** Asks the API while somebody types, once typing rests. */
import { useEffect, useState } from "react";
import { fetchQuery, type GraphQLTaggedNode, useRelayEnvironment } from "react-relay";
import type { OperationType } from "relay-runtime";
import { REST_MS } from "../api/rested";

/**
 * Return the answer to the query with these variables, "asking" while it is out.
 *
 * It is null without variables, and where the API answers nothing: that is not found.
 */
export function useAnswer<Operation extends OperationType>(
  query: GraphQLTaggedNode,
  variables: Operation["variables"] | null,
): Operation["response"] | null | "asking" {
  const environment = useRelayEnvironment();
  const asked = variables === null ? null : JSON.stringify(variables);
  const [answer, setAnswer] = useState<{
    readonly to: string;
    readonly response: Operation["response"] | null;
  } | null>(null);
  useEffect(() => {
    if (asked === null) return;
    const answered = (response: Operation["response"] | null) => setAnswer({ to: asked, response });
    let request = { unsubscribe: () => {} };
    const timer = setTimeout(() => {
      request = fetchQuery<Operation>(environment, query, JSON.parse(asked)).subscribe({
        next: answered,
        error: () => answered(null),
      });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      request.unsubscribe();
    };
  }, [environment, query, asked]);
  if (asked === null) return null;
  return answer?.to === asked ? answer.response : "asking";
}
