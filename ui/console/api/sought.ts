/** What is asked while somebody types, without anybody having asked for it. */
import { useEffect, useState } from "react";
import { fetchQuery, type GraphQLTaggedNode, useRelayEnvironment } from "react-relay";
import type { OperationType } from "relay-runtime";
import { UNASKED } from "./unasked";

/** For so long nothing is typed before anything is looked for, in milliseconds. */
const PAUSE = 700;

/**
 * Ask after a pause; what was answered stays until there is another answer.
 *
 * `sought` are the variables as JSON; nothing is asked where they are empty. Null where nothing was
 * asked, or where there was no answer: the form says itself what is wrong with a value.
 */
export function useSought<TQuery extends OperationType>(
  query: GraphQLTaggedNode,
  sought: string,
  pause: number = PAUSE,
): TQuery["response"] | null {
  const environment = useRelayEnvironment();
  const [found, setFound] = useState<TQuery["response"] | null>(null);
  useEffect(() => {
    let stop = () => {};
    const timer = setTimeout(() => {
      if (sought === "") {
        setFound(null);
        return;
      }
      const options = { networkCacheConfig: UNASKED };
      const variables: TQuery["variables"] = JSON.parse(sought);
      const { unsubscribe } = fetchQuery<TQuery>(environment, query, variables, options).subscribe({
        next: (answer) => setFound(answer),
        error: () => setFound(null),
      });
      stop = unsubscribe;
    }, pause);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [environment, query, sought, pause]);
  return found;
}
