/** Who has seen a person's record, of all that is written down of it (rule D7). */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link } from "wouter";
import type {
  personReadings_list$data,
  personReadings_list$key,
} from "../__generated__/personReadings_list.graphql";
import type { personReadingsMoreQuery } from "../__generated__/personReadingsMoreQuery.graphql";
import type { personReadingsQuery } from "../__generated__/personReadingsQuery.graphql";
import { actionText } from "../administration/action-text";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LoadMore } from "../components/load-more";
import { Moment } from "../components/moment";
import { QueryBoundary } from "../components/query-boundary";
import { useReadingsTexts } from "../texts/readings-texts";
import { useTexts } from "../texts/texts";
import { showAddressed } from "./sections";

/** Offer the list; it is asked for when it is opened, for reading it is written down. */
export function PersonReadings({ id }: { id: string }) {
  const labels = useReadingsTexts();
  const [isOpen, setIsOpen] = useState(() => location.hash === "#readings");
  return (
    <details
      id="readings"
      open={isOpen}
      ref={showAddressed}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>{labels.title}</summary>
      <p>{labels.explanation}</p>
      <p className="faint">{labels.notInIt}</p>
      {isOpen && (
        <QueryBoundary>
          <Readings id={id} />
        </QueryBoundary>
      )}
    </details>
  );
}

function Readings({ id }: { id: string }) {
  const texts = useTexts();
  const labels = useReadingsTexts();
  const query = usePageQuery<personReadingsQuery>(
    graphql`
      query personReadingsQuery($personId: ID!) {
        ...personReadings_list @arguments(personId: $personId)
      }
    `,
    { personId: id },
  );
  const list = usePaginationFragment<personReadingsMoreQuery, personReadings_list$key>(LIST, query);
  const found = nodesOf(list.data.personReadings.edges);
  /** As what somebody works today, and where. */
  const worksAs = ({ roles }: NonNullable<Reading["reader"]>, action: string) => {
    const opening = roles.filter(({ role }) => OPENED_BY[action]?.includes(role));
    const said = (opening.length > 0 ? opening : roles).map(({ role, organisation }) =>
      [texts.roles[role], organisation?.name].filter((it) => it != null).join(", "),
    );
    return [...new Set(said)].join(" · ");
  };
  const rows = found.filter((row, at) => !isSameLook(row, found[at - 1]));
  return (
    <>
      <ol className="rows" aria-label={labels.title}>
        {rows.map(({ readingId, reader, client, action, correlationId, readAt }) => (
          <li key={readingId}>
            <span className="row-title">
              <bdi>
                {reader?.displayName ??
                  (client?.kind === "SYSTEM" ? labels.machine(client.name) : labels.deleted)}
              </bdi>
            </span>
            {reader != null && reader.roles.length > 0 && (
              <span className="faint">
                {labels.right}: {worksAs(reader, action)}
              </span>
            )}
            <span>{labels.why[action] ?? actionText(action, texts)}</span>
            <Moment at={readAt} />
            <Link href={`/trail?correlationId=${correlationId}`}>{labels.request}</Link>
          </li>
        ))}
      </ol>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(20)}
        isEmpty={rows.length === 0}
        emptyText={labels.none}
      />
    </>
  );
}

/** The roles by which an act can be done, where that is not any. */
const OPENED_BY: Readonly<Record<string, readonly string[]>> = {
  "merge_request.assigned": ["NHS_REVIEWER"],
  "certificate.viewed": ["REGISTRAR"],
  "vital_event.viewed": ["ADMIN"],
};

type Edge = NonNullable<personReadings_list$data["personReadings"]["edges"]>[number];
type Reading = NonNullable<Edge>["node"];

/** Return whether two follow each other within a minute: one visit of a page asks more than once. */
function isSameLook(one: Reading, later: Reading | undefined): boolean {
  return (
    later !== undefined &&
    one.action === later.action &&
    one.reader?.databaseId === later.reader?.databaseId &&
    one.client?.name === later.client?.name &&
    Date.parse(later.readAt) - Date.parse(one.readAt) < 60_000
  );
}

const LIST = graphql`
  fragment personReadings_list on Query
  @refetchable(queryName: "personReadingsMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    personId: { type: "ID!" }
  ) {
    personReadings(personId: $personId, first: $first, after: $after)
      @connection(key: "personReadings_personReadings") {
      edges {
        node {
          readingId
          reader {
            databaseId
            displayName
            roles {
              role
              expiresAt
              organisation {
                id
                name
              }
              client {
                id
                name
              }
            }
          }
          client {
            name
            kind
          }
          action
          correlationId
          readAt
        }
      }
    }
  }
`;
