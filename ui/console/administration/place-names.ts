/** The names of organisations, sources and persons that rows of the trail mention by their UUIDs, asked for at once. */
import { graphql } from "react-relay";
import type { placeNamesQuery } from "../__generated__/placeNamesQuery.graphql";
import { useAnswer } from "../finding/answer";
import { fullName } from "../persons/names";

type Columns = Readonly<Record<string, unknown>>;

/** `nodes` takes no more. */
const MOST = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Of which type the row is that a column names; `parent_id` is an organisation's alone. */
const types: Readonly<Record<string, string>> = {
  organisation_id: "Organisation",
  parent_id: "Organisation",
  merged_into_id: "Organisation",
  source_id: "Source",
  person_id: "Person",
  master_person_id: "Person",
};

/** Return the names by UUID that are known by now. */
export function usePlaceNames(rows: readonly (Columns | null)[]): ReadonlyMap<string, string> {
  const ids = new Set(rows.flatMap(mentioned));
  const asked = [...ids].slice(0, MOST);
  const answer = useAnswer<placeNamesQuery>(NAMES, asked.length === 0 ? null : { ids: asked });
  if (answer === null || answer === "asking") return new Map();
  return new Map(
    answer.nodes.flatMap((node) => {
      const { firstName, secondName, lastName } = node ?? {};
      const person = fullName({ firstName, secondName, lastName });
      const name = node?.name ?? node?.sourceName ?? (person === "" ? null : person);
      return node?.databaseId === undefined || name == null
        ? []
        : [[node.databaseId, name] as const];
    }),
  );
}

function mentioned(columns: Columns | null): readonly string[] {
  return Object.entries(columns ?? {}).flatMap(([column, value]) => {
    const type = types[column];
    const isNamed = type !== undefined && typeof value === "string" && UUID.test(value);
    return isNamed ? [btoa(`${type}:${value}`)] : [];
  });
}

const NAMES = graphql`
  query placeNamesQuery($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Organisation {
        databaseId
        name
      }
      ... on Source {
        databaseId
        sourceName: name
      }
      ... on Person {
        databaseId
        firstName
        secondName
        lastName
      }
    }
  }
`;
