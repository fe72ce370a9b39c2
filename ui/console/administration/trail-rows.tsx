/** The rows that one act changed, each before and after. */

import { type ComponentType, lazy, Suspense } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link } from "wouter";
import type { trailRows_list$key } from "../__generated__/trailRows_list.graphql";
import type { trailRowsQuery } from "../__generated__/trailRowsQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LoadMore } from "../components/load-more";
import { Day } from "../components/moment";
import { ScrollRegion } from "../components/scroll-region";
import { useColumnsTexts } from "../texts/columns-texts";
import { useFormats, useTexts } from "../texts/texts";
import { actionText } from "./action-text";
import { ExactMoment } from "./exact-moment";
import { useFiltersInWords } from "./filters-in-words";
import { usePlaceNames } from "./place-names";
import { topicName, topics } from "./topics";

// Few entries are proved: what proves them comes when an act is opened.
const EntryProof = lazy<ComponentType<{ entry: string; label: string }>>(() =>
  import("./entry-proof").catch(() => ({ default: () => null })),
);

type Columns = Readonly<Record<string, unknown>>;
type Names = ReadonlyMap<unknown, string>;

/** Show the rows of an act, in the order in which they were changed. */
export function TrailRows({ act }: { act: string }) {
  const texts = useTexts();
  const nouns: Readonly<Record<string, string>> = texts.trail.nouns;
  const query = usePageQuery<trailRowsQuery>(
    graphql`
      query trailRowsQuery($filter: AuditLogFilter!) {
        ...trailRows_list @arguments(filter: $filter)
        users(first: 100) {
          nodes {
            databaseId
            displayName
          }
        }
        clients(first: 100) {
          nodes {
            databaseId
            name
          }
        }
      }
    `,
    { filter: { actId: act } },
  );
  const names = new Map<unknown, string>();
  for (const user of query.users.nodes ?? []) {
    if (user != null) names.set(user.databaseId, user.displayName);
  }
  for (const client of query.clients.nodes ?? []) {
    if (client != null) names.set(client.databaseId, client.name);
  }
  const list = usePaginationFragment<trailRowsQuery, trailRows_list$key>(LIST, query);
  const rows = nodesOf(list.data.auditLog.edges);
  const places = usePlaceNames(
    rows.flatMap(({ previous, changeset }) => [previous as Columns | null, changeset as Columns]),
  );
  for (const [id, name] of places) names.set(id, name);
  return (
    <>
      <p className="faint">{useColumnsTexts().votes.today}</p>
      <ol className="act-rows">
        {rows.map((row, index) => {
          const noun = nouns[row.resource] ?? row.resource;
          return (
            <li key={row.id}>
              <h2>
                {noun} <Link href={`/trail?resourceId=${row.resourceId}`}>{texts.trail.ofRow}</Link>{" "}
                {row.personId != null && (
                  <Link href={`/persons/${encodeURIComponent(row.personId)}#versions`}>
                    {texts.trail.whatItSaid}
                  </Link>
                )}
              </h2>
              <Difference
                label={`${texts.trail.details}: ${index + 1}. ${noun}`}
                before={row.previous as Columns | null}
                after={row.changeset as Columns}
                names={names}
              />
              <Suspense>
                <EntryProof entry={row.id} label={`${index + 1}. ${noun}`} />
              </Suspense>
            </li>
          );
        })}
      </ol>
      {list.hasNext && (
        <LoadMore
          hasNext
          isLoading={list.isLoadingNext}
          onLoadMore={() => list.loadNext(30)}
          isEmpty={false}
        />
      )}
    </>
  );
}

interface DifferenceProps {
  readonly label: string;
  readonly before: Columns | null;
  readonly after: Columns;
  /** The names of users and clients by their ids. */
  readonly names: Names;
}

function Difference({ label, before, after, names }: DifferenceProps) {
  const texts = useTexts();
  const words = useColumnsTexts().words;
  const inWords = useFiltersInWords();
  const shown = (column: string, value: unknown) => (column === "filters" ? inWords(value) : value);
  const fields: Readonly<Record<string, string>> = texts.fields;
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])];
  if (columns.length === 0) return <p className="faint">{texts.trail.unchanged}</p>;
  return (
    <ScrollRegion label={label}>
      <table className="diff">
        <thead>
          <tr>
            <th>{texts.trail.column}</th>
            <th>{texts.trail.before}</th>
            <th>{texts.trail.after}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column}>
              <th scope="row" title={column}>
                {words[column] ?? fields[inCamelCase(column)] ?? column.replaceAll("_", " ")}
              </th>
              <td>
                {before?.[column] == null ? (
                  before !== null && "—"
                ) : (
                  <del>
                    <Value of={shown(column, before[column])} names={names} column={column} />
                  </del>
                )}
              </td>
              <td>
                <ins>
                  <Value of={shown(column, after[column])} names={names} column={column} />
                </ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Return the name that the API has for a column. */
function inCamelCase(column: string): string {
  return column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** By which one sees that something is as it was: nobody reads it, and two differ from their beginning on. */
const CHECK_CODE = /^(?:\\x)?[0-9a-f]{32,}$/;
const SHOWN_OF_CODE = 10;

/** The UUID of a row that has no name; those that were made at the same time differ at their ends. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHOWN_OF_ID = 6;

interface ValueProps {
  readonly of: unknown;
  readonly names: Names;
  readonly column: string;
}

/** Show a value as pages do: days and moments are written out, users and clients named, and what has words says them. */
function Value({ of: value, names, column }: ValueProps) {
  const { comma } = useFormats();
  const { ofRow, ofRequest } = useTexts().trail;
  const words = useWords();
  const name = names.get(value);
  if (name !== undefined) return <bdi>{name}</bdi>;
  const isEmpty = Array.isArray(value) && value.length === 0;
  if (value === null || value === undefined || isEmpty) return "—";
  if (Array.isArray(value) && value.every((it) => typeof it === "string")) {
    const raw = JSON.stringify(value);
    return (
      <span title={raw}>{value.map((it) => names.get(it) ?? words(it) ?? it).join(comma)}</span>
    );
  }
  const said = words(value);
  if (said !== undefined) return <span title={String(value)}>{said}</span>;
  if (typeof value !== "string") return JSON.stringify(value);
  if (ID.test(value)) {
    const isReference = column === "correlation_id";
    return (
      <Link href={`/trail?${isReference ? "correlationId" : "resourceId"}=${value}`} title={value}>
        {isReference ? ofRequest : ofRow} (<bdi>…{value.slice(-SHOWN_OF_ID)}</bdi>)
      </Link>
    );
  }
  if (CHECK_CODE.test(value)) return <code title={value}>{value.slice(0, SHOWN_OF_CODE)}…</code>;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return <Day on={value} />;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? <ExactMoment at={value} /> : value;
}

const PATH = /^([a-z]+)(?:\.(\d+))?\.([a-zA-Z]+)$/;

/** Return what has the words of a value: of an enumeration, of a topic of webhooks, of yes and no. */
function useWords(): (value: unknown) => string | undefined {
  const texts = useTexts();
  const { values, words, yes, no } = useColumnsTexts();
  const fields: Readonly<Record<string, string>> = texts.fields;
  /** Return whose field a path is: `child.lastName`, or `witnesses.0.lastName`, the first of theirs. */
  const fieldOf = (path: string) => {
    const [, role = "", place, name = ""] = PATH.exec(path) ?? [];
    const whose = values[role.replace(/(?<=spouse|witness)e?s$/, "").toUpperCase()];
    const field = fields[name] ?? words[name.replace(/[A-Z]/g, (it) => `_${it.toLowerCase()}`)];
    if (whose === undefined || field === undefined) return undefined;
    return `${whose}${place === undefined ? "" : ` ${Number(place) + 1}`}: ${field}`;
  };
  return (value) => {
    if (typeof value === "boolean") return value ? yes : no;
    if (typeof value !== "string") return undefined;
    const topic = topics.find((it) => it === value);
    return values[value] ?? fieldOf(value) ?? (topic && actionText(topicName(topic), texts));
  };
}

const LIST = graphql`
  fragment trailRows_list on Query
  @refetchable(queryName: "trailRowsMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 30 }
    after: { type: "String" }
    filter: { type: "AuditLogFilter!" }
  ) {
    auditLog(first: $first, after: $after, filter: $filter, orderBy: INSERTED_AT_ASC)
      @connection(key: "trailRows_auditLog") {
      edges {
        node {
          id
          resource
          resourceId
          personId
          changeset
          previous
        }
      }
    }
  }
`;
