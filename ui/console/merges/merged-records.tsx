/** Both records of a merge: what they say today, and what they said then. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { mergedRecords_merge$key } from "../__generated__/mergedRecords_merge.graphql";
import type { mergedRecordsQuery } from "../__generated__/mergedRecordsQuery.graphql";
import type { recordValues_person$key } from "../__generated__/recordValues_person.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { QueryBoundary } from "../components/query-boundary";
import { RecordTable } from "../persons/record-table";
import { RECORD, type RecordContent } from "../persons/record-values";
import { useMergesTexts } from "../texts/merges-texts";

interface MergedRecordsProps {
  readonly merge: mergedRecords_merge$key;
  readonly isAdmin: boolean;
}

/** Show the records; what they said then is for administrators who open it, for reading it is written down. */
export function MergedRecords({ merge: key, isAdmin }: MergedRecordsProps) {
  const labels = useMergesTexts();
  const merge = useFragment(MERGE, key);
  const person: RecordContent = useFragment<recordValues_person$key>(RECORD, merge.person);
  const master: RecordContent = useFragment<recordValues_person$key>(RECORD, merge.masterPerson);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <RecordTable
        label={labels.records.title}
        isCompared
        columns={[
          { heading: labels.person, record: person },
          { heading: labels.masterPerson, record: master },
        ]}
      />
      {isAdmin ? (
        <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
          <summary>{labels.records.beside}</summary>
          <p className="faint">{labels.versions.isWrittenDown}</p>
          {isOpen && (
            <QueryBoundary>
              <WithSnapshots
                personId={merge.person.id}
                masterPersonId={merge.masterPerson.id}
                versions={[merge.personVersion, merge.masterPersonVersion]}
                today={[person, master]}
              />
            </QueryBoundary>
          )}
        </details>
      ) : (
        <p className="faint">{labels.records.noVersions}</p>
      )}
    </>
  );
}

interface WithSnapshotsProps {
  readonly personId: string;
  readonly masterPersonId: string;
  readonly versions: readonly [number, number];
  readonly today: readonly [RecordContent, RecordContent];
}

function WithSnapshots({ personId, masterPersonId, versions, today }: WithSnapshotsProps) {
  const labels = useMergesTexts();
  const found = usePageQuery<mergedRecordsQuery>(SNAPSHOTS, { personId, masterPersonId });
  const then = ([found.person, found.masterPerson] as const).map(
    ({ edges }, index) =>
      nodesOf(edges).find(({ version }) => version === versions[index])?.record as unknown as
        | RecordContent
        | undefined,
  );
  const { records } = labels;
  const columns = [labels.person, labels.masterPerson].flatMap((name, index) => [
    { heading: `${name}, ${records.formerly}`, record: then[index] ?? null },
    {
      heading: `${name}, ${records.today}`,
      record: today[index] ?? null,
      former: then[index] ?? null,
    },
  ]);
  return (
    <>
      <RecordTable label={records.beside} columns={columns} />
      {then.some((record) => record === undefined) && <p className="faint">{records.tooFar}</p>}
    </>
  );
}

const MERGE = graphql`
  fragment mergedRecords_merge on Merge {
    personVersion
    masterPersonVersion
    person {
      id
      ...recordValues_person
    }
    masterPerson {
      id
      ...recordValues_person
    }
  }
`;
const SNAPSHOTS = graphql`
  query mergedRecordsQuery($personId: ID!, $masterPersonId: ID!) {
    person: personVersions(personId: $personId, first: 100) {
      edges {
        node {
          personId
          version
          record
        }
      }
    }
    masterPerson: personVersions(personId: $masterPersonId, first: 100) {
      edges {
        node {
          personId
          version
          record
        }
      }
    }
  }
`;
