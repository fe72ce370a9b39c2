/** What a record was (rule H21): its versions with what changed, and two of them beside each other. */

import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link } from "wouter";
import type { personVersions_list$key } from "../__generated__/personVersions_list.graphql";
import type { personVersionsMoreQuery } from "../__generated__/personVersionsMoreQuery.graphql";
import type { personVersionsQuery } from "../__generated__/personVersionsQuery.graphql";
import { actionText } from "../administration/action-text";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Checkbox } from "../components/fields";
import { LoadMore } from "../components/load-more";
import { Moment } from "../components/moment";
import { QueryBoundary } from "../components/query-boundary";
import { useMergeName } from "../merges/merge-names";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";
import { RecordTable } from "./record-table";
import { type RecordContent, useFieldName, useRecordValues } from "./record-values";
import { showAddressed } from "./sections";

/** What is in the trail of a person's row without a change of it. */
const LOOKS = ["person.viewed", "person_version.viewed", "similar_person.viewed", "merge.viewed"];

/** Offer the versions; they are asked for when they are opened, for reading them is written down. */
export function PersonVersions({ id, row }: { id: string; row: string }) {
  const { versions: labels } = useMergesTexts();
  const [isOpen, setIsOpen] = useState(() => location.hash === "#versions");
  return (
    <details
      id="versions"
      open={isOpen}
      ref={showAddressed}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>{labels.title}</summary>
      <p className="faint">{labels.isWrittenDown}</p>
      {isOpen && (
        <QueryBoundary>
          <Versions id={id} row={row} />
        </QueryBoundary>
      )}
    </details>
  );
}

function Versions({ id, row: entriesOf }: { id: string; row: string }) {
  const texts = useTexts();
  const formats = useFormats();
  const { versions: labels } = useMergesTexts();
  const nameOf = useMergeName();
  const fieldName = useFieldName();
  const [picked, setPicked] = useState<readonly number[]>([]);
  const query = usePageQuery<personVersionsQuery>(
    graphql`
      query personVersionsQuery($personId: ID!, $row: UUID!, $looks: [String!]) {
        ...personVersions_list @arguments(personId: $personId)
        auditLog(first: 100, filter: { resourceId: $row, actionNot: $looks }) {
          nodes {
            correlationId
            actor {
              displayName
            }
            client {
              name
            }
          }
        }
      }
    `,
    { personId: id, row: entriesOf, looks: LOOKS },
  );
  const actors = new Map(
    query.auditLog.nodes?.map((entry) => [
      entry?.correlationId,
      entry?.actor?.displayName ?? entry?.client?.name,
    ]),
  );
  const list = usePaginationFragment<personVersionsMoreQuery, personVersions_list$key>(LIST, query);
  const rows = nodesOf(list.data.personVersions.edges);
  const [earlier, later] = rows
    .filter(({ version }) => picked.includes(version))
    .toSorted((one, other) => one.version - other.version);
  // The one that was picked first gives way to a third.
  const pick = (version: number, isPicked: boolean) =>
    setPicked((former) =>
      isPicked ? [...former, version].slice(-2) : former.filter((it) => it !== version),
    );
  return (
    <>
      <p>{labels.pickTwo}</p>
      <ol className="rows" aria-label={labels.title}>
        {rows.map((row) => (
          <li key={row.version}>
            <Checkbox
              label={labels.version(row.version)}
              isChecked={picked.includes(row.version)}
              onChange={(isPicked) => pick(row.version, isPicked)}
            />
            <span className="row-title">
              {row.changedFields.length === 0
                ? labels.first
                : formats.list(row.changedFields.map(fieldName))}
            </span>
            <Change
              fields={row.changedFields}
              from={rows.find(({ version }) => version === row.version - 1)?.record}
              to={row.record}
            />
            <Link href={`/trail?correlationId=${row.correlationId}`}>
              {actionText(row.action, texts)}
            </Link>
            {actors.get(row.correlationId) != null && (
              <span>{labels.by(actors.get(row.correlationId) ?? "")}</span>
            )}
            <Moment at={row.insertedAt} />
            {row.reason != null && (
              <p>
                {texts.records.reason}: <bdi>{row.reason}</bdi>
              </p>
            )}
            {row.merge != null && (
              <p>
                {labels.settled}{" "}
                <Link href={`/merges/${encodeURIComponent(row.merge.id)}`}>
                  {nameOf(row.merge)}
                </Link>
              </p>
            )}
          </li>
        ))}
      </ol>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(20)}
        isEmpty={rows.length === 0}
      />
      {earlier !== undefined && later !== undefined && (
        <RecordTable
          label={labels.beside}
          columns={[
            { heading: labels.version(earlier.version), record: contentOf(earlier.record) },
            {
              heading: labels.version(later.version),
              record: contentOf(later.record),
              former: contentOf(earlier.record),
            },
          ]}
        />
      )}
    </>
  );
}

interface ChangeProps {
  readonly fields: readonly string[];
  readonly from: unknown;
  readonly to: unknown;
}

/** What one field was and became; where several changed, two versions beside each other show it. */
function Change({ fields, from, to }: ChangeProps) {
  const valuesOf = useRecordValues();
  const field = fields.length === 1 ? fields[0]?.replace(/Known$/, "") : undefined;
  if (from === undefined || field === undefined) return null;
  const [before, after] = [from, to].map((it) => valuesOf(contentOf(it))[field]?.join("; ") ?? "");
  return (
    <span>
      <del>
        <bdi>{before || "—"}</bdi>
      </del>{" "}
      <ins>
        <bdi>{after || "—"}</bdi>
      </ins>
    </span>
  );
}

function contentOf(record: unknown): RecordContent {
  return record as RecordContent;
}

const LIST = graphql`
  fragment personVersions_list on Query
  @refetchable(queryName: "personVersionsMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    personId: { type: "ID!" }
  ) {
    personVersions(personId: $personId, first: $first, after: $after)
      @connection(key: "personVersions_personVersions") {
      edges {
        node {
          personId
          version
          record
          changedFields
          action
          correlationId
          insertedAt
          reason
          merge {
            id
            ...mergeNames_merge @relay(mask: false)
          }
        }
      }
    }
  }
`;
