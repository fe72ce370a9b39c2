/** The levels of the tree that have been opened: each is asked for when it is first needed. */
import { useCallback, useEffect, useRef, useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { Environment } from "relay-runtime";
import type {
  treeLevelsQuery,
  treeLevelsQuery$data,
} from "../__generated__/treeLevelsQuery.graphql";
import { nodesOf } from "../api/connections";
import { Refusal } from "../api/refusal";

export type TreeNode = NonNullable<
  NonNullable<treeLevelsQuery$data["organisations"]["edges"]>[number]
>["node"];

/** What stands directly below one organisation, as far as it is loaded. */
export interface Level {
  readonly nodes: readonly TreeNode[];
  readonly after: string | null;
  readonly hasNext: boolean;
}

/** By the id of the organisation above; by "" where the tree begins. */
type Levels = ReadonlyMap<string, Level>;

interface Remembered {
  levels: Levels;
  opened: ReadonlySet<string>;
}

/** What was opened before the page was left, for as long as the session lasts. */
const remembered = new WeakMap<Environment, Remembered>();
const PAGE = 100;
export const TOP = "";

export interface Tree {
  readonly levels: Levels;
  readonly opened: ReadonlySet<string>;
  readonly refusal: Refusal | null;
  readonly open: (id: string) => void;
  readonly close: (id: string) => void;
  readonly more: (id: string) => void;
}

/** Return the tree as far as it is open, and what opens and closes it. */
export function useTree(): Tree {
  const environment = useRelayEnvironment();
  const before = remembered.get(environment);
  const [levels, setLevels] = useState<Levels>(before?.levels ?? new Map());
  const [opened, setOpened] = useState<ReadonlySet<string>>(before?.opened ?? new Set());
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const latest = useRef({ levels, opened });
  latest.current = { levels, opened };
  useEffect(() => {
    remembered.set(environment, { levels, opened });
  }, [environment, levels, opened]);
  const load = useCallback(
    (id: string, after: string | null) => {
      const variables =
        id === TOP
          ? { first: PAGE, after, uppermost: true, parentId: null }
          : { first: PAGE, after, uppermost: null, parentId: id };
      const options = { networkCacheConfig: { force: true } };
      return fetchQuery<treeLevelsQuery>(environment, LEVEL, variables, options)
        .toPromise()
        .then((answer) => {
          if (answer === undefined) return;
          const { edges, pageInfo } = answer.organisations;
          setLevels((known) => {
            const former = after === null ? [] : (known.get(id)?.nodes ?? []);
            const level = {
              nodes: [...former, ...nodesOf(edges)],
              after: pageInfo.endCursor ?? null,
              hasNext: pageInfo.hasNextPage,
            };
            return new Map(known).set(id, level);
          });
          setRefusal(null);
        })
        .catch((error: unknown) =>
          setRefusal(error instanceof Refusal ? error : Refusal.unreachable()),
        );
    },
    [environment],
  );
  // What was open is asked anew: others may have changed it.
  useEffect(() => {
    for (const id of new Set([TOP, ...latest.current.opened])) void load(id, null);
  }, [load]);
  return {
    levels,
    opened,
    refusal,
    open: (id) => {
      setOpened(new Set([...opened, id]));
      if (!levels.has(id)) void load(id, null);
    },
    close: (id) => setOpened(new Set([...opened].filter((it) => it !== id))),
    more: (id) => void load(id, levels.get(id)?.after ?? null),
  };
}

const LEVEL = graphql`
  query treeLevelsQuery($first: Int!, $after: String, $parentId: ID, $uppermost: Boolean) {
    organisations(first: $first, after: $after, parentId: $parentId, uppermost: $uppermost) {
      edges {
        node {
          id
          name
          kind
          status
          hasChildren
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
