/** The names of the persons that a list mentions by their ids, asked for all at once. */
import { useEffect, useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { personNamesQuery } from "../__generated__/personNamesQuery.graphql";

/** `nodes` takes no more. */
const MOST = 100;

/** What stands for the name of somebody who has none, or whom the viewer may not read. */
export const UNNAMED = "—";

/** Return the names that are known by now; those of further ids come a moment later. */
export function usePersonNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const environment = useRelayEnvironment();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const missing = [...new Set(ids)].filter((id) => !names.has(id)).slice(0, MOST);
  const key = missing.join(" ");
  useEffect(() => {
    if (key === "") return;
    const asked = key.split(" ");
    const { unsubscribe } = fetchQuery<personNamesQuery>(environment, NAMES, {
      ids: asked,
    }).subscribe({
      next: ({ nodes }) =>
        setNames((known) => {
          const named = new Map(known);
          for (const id of asked) named.set(id, UNNAMED);
          for (const person of nodes) {
            const name = [person?.firstName, person?.lastName].filter(Boolean).join(" ");
            if (person?.id !== undefined && name !== "") named.set(person.id, name);
          }
          return named;
        }),
      error: () => undefined,
    });
    return unsubscribe;
  }, [environment, key]);
  return names;
}

const NAMES = graphql`
  query personNamesQuery($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Person {
        id
        firstName
        lastName
      }
    }
  }
`;
