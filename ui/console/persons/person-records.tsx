/** The births, deaths and marriages on record that a person was made or marked by. */
import { useState } from "react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { personRecordsQuery } from "../__generated__/personRecordsQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Moment } from "../components/moment";
import { QueryBoundary } from "../components/query-boundary";
import { Status } from "../components/status";
import { subjectOf } from "../records/details";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";
import { useTexts } from "../texts/texts";

/** Show the records; an administrator opens them, since what they read of records is written down. */
export function PersonRecords({ id }: { id: string }) {
  const { ofPersonRecords: labels, versions } = useMergesTexts();
  const isRegistrar = holdsSomewhere(useViewer(), "REGISTRAR");
  const [isOpen, setIsOpen] = useState(isRegistrar);
  return (
    <details open={isRegistrar} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{labels.title}</summary>
      {!isRegistrar && <p className="faint">{versions.isWrittenDown}</p>}
      {isOpen && (
        <QueryBoundary>
          <Records id={id} />
        </QueryBoundary>
      )}
    </details>
  );
}

function Records({ id }: { id: string }) {
  const texts = useTexts();
  const { ofPersonRecords: labels } = useMergesTexts();
  const { vitalEvents } = usePageQuery<personRecordsQuery>(RECORDS, { id });
  const rows = nodesOf(vitalEvents.edges);
  if (rows.length === 0) return <p className="faint">{labels.none}</p>;
  return (
    <ul className="rows aligned">
      {rows.map((event) => (
        <li key={event.id}>
          <Link href={`/records/${encodeURIComponent(event.id)}`}>{subjectOf(event)}</Link>
          <span className="badge">{texts.records.kinds[event.kind]}</span>
          <Status of={event.status}>{texts.records.statuses[event.status]}</Status>
          <code>{event.registrationNumber ?? event.trackingId}</code>
          <Moment at={event.insertedAt} />
        </li>
      ))}
    </ul>
  );
}

/** Nobody is on more records than these: those that made or marked them. */
const RECORDS = graphql`
  query personRecordsQuery($id: ID!) {
    vitalEvents(first: 100, filter: { personId: $id }, orderBy: INSERTED_AT_ASC) {
      edges {
        node {
          id
          kind
          status
          trackingId
          registrationNumber
          insertedAt
          ...details_event
        }
      }
    }
  }
`;
