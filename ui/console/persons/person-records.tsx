/** The births, deaths and marriages on record that a person was made or marked by, and the marriages that name them. */
import { useState } from "react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type {
  personRecordsQuery,
  personRecordsQuery$data,
} from "../__generated__/personRecordsQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Moment } from "../components/moment";
import { QueryBoundary } from "../components/query-boundary";
import { subjectOf } from "../records/details";
import { Standing } from "../records/standing";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";
import { useTexts } from "../texts/texts";

interface PersonRecordsProps {
  readonly id: string;
  /** What marriages are found by, as those of a death are. */
  readonly of: {
    readonly firstName: string | null | undefined;
    readonly lastName: string | null | undefined;
    readonly birthDate: string | null | undefined;
    readonly nationalId: string | null | undefined;
  };
}

/** Show the records; an administrator opens them, since what they read of records is written down. */
export function PersonRecords(props: PersonRecordsProps) {
  const { ofPersonRecords: labels, versions } = useMergesTexts();
  const isRegistrar = holdsSomewhere(useViewer(), "REGISTRAR");
  const [isOpen, setIsOpen] = useState(isRegistrar);
  return (
    <details open={isRegistrar} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{labels.title}</summary>
      {!isRegistrar && <p className="faint">{versions.isWrittenDown}</p>}
      {isOpen && (
        <QueryBoundary>
          <Records {...props} />
        </QueryBoundary>
      )}
    </details>
  );
}

function Records({ id, of: { firstName, lastName, birthDate, nationalId } }: PersonRecordsProps) {
  const { ofPersonRecords: labels } = useMergesTexts();
  const isKnown = Boolean((firstName || lastName) && (birthDate || nationalId));
  const known = Object.entries({ firstName, lastName, birthDate, nationalId });
  const { vitalEvents, marriages } = usePageQuery<personRecordsQuery>(RECORDS, {
    id,
    isKnown,
    spouse: Object.fromEntries(known.filter(([, value]) => value != null)),
  });
  const named = nodesOf(marriages?.edges);
  const rows = nodesOf(vitalEvents.edges);
  return (
    <>
      {(rows.length > 0 || named.length === 0) && <Found rows={rows} />}
      {named.length > 0 && (
        <>
          <h2>{labels.marriages}</h2>
          <p className="faint">{labels.marriagesMean}</p>
          <Found rows={named} />
        </>
      )}
    </>
  );
}

type Row = NonNullable<
  NonNullable<personRecordsQuery$data["vitalEvents"]["edges"]>[number]
>["node"];

function Found({ rows }: { rows: readonly Row[] }) {
  const texts = useTexts();
  const { ofPersonRecords: labels } = useMergesTexts();
  if (rows.length === 0) return <p className="faint">{labels.none}</p>;
  return (
    <ul className="rows aligned">
      {rows.map((event) => (
        <li key={event.id}>
          <Link href={`/records/${encodeURIComponent(event.id)}`}>{subjectOf(event)}</Link>
          <span className="badge">{texts.records.kinds[event.kind]}</span>
          <Standing event={event} />
          <code>{event.registrationNumber ?? event.trackingId}</code>
          <Moment at={event.insertedAt} />
        </li>
      ))}
    </ul>
  );
}

/** Nobody is on more records than these: those that made or marked them. */
const RECORDS = graphql`
  query personRecordsQuery($id: ID!, $spouse: SpouseFilter!, $isKnown: Boolean!) {
    vitalEvents(first: 100, filter: { personId: $id }, orderBy: INSERTED_AT_ASC) {
      edges {
        node {
          ...personRecords_event @relay(mask: false)
        }
      }
    }
    marriages: vitalEvents(first: 20, filter: { spouse: $spouse }) @include(if: $isKnown) {
      edges {
        node {
          ...personRecords_event @relay(mask: false)
        }
      }
    }
  }
`;

void graphql`
  fragment personRecords_event on VitalEvent {
    id
    kind
    trackingId
    registrationNumber
    insertedAt
    ...details_event
    ...standing_event
  }
`;
