/** What taking a merge back would do now (rules H17 to H19), by the digest that says what was shown. */
import { useEffect, useState } from "react";
import { graphql, useFragment, useLazyLoadQuery } from "react-relay";
import type {
  undoingPreview_merge$data,
  undoingPreview_merge$key,
} from "../__generated__/undoingPreview_merge.graphql";
import type { undoingPreviewChangesQuery } from "../__generated__/undoingPreviewChangesQuery.graphql";
import type { undoingPreviewQuery } from "../__generated__/undoingPreviewQuery.graphql";
import { actionText } from "../administration/action-text";
import { QueryBoundary } from "../components/query-boundary";
import { fullName } from "../persons/names";
import { useFieldName } from "../persons/record-values";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";
import { isDeath } from "./merge-effects";

interface UndoingPreviewProps {
  readonly merge: undoingPreview_merge$key;
  /** Another number loads it anew. */
  readonly round: number;
  readonly duplicate: string;
  /** Called with the digest of what is shown. */
  readonly onShown: (digest: string) => void;
}

/** Show it as sentences; never what was known before, since somebody acts on it. */
export function UndoingPreview(props: UndoingPreviewProps) {
  const { undoing: labels } = useMergesTexts();
  const { knownDate } = useFormats();
  const merge = useFragment(MERGE, props.merge);
  const { unmergePreview: preview } = useLazyLoadQuery<undoingPreviewQuery>(
    PREVIEW,
    { id: merge.id },
    { fetchPolicy: "network-only", fetchKey: props.round },
  );
  const { onShown, round } = props;
  // In another round the same digest has been shown anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => onShown(preview.digest), [preview.digest, round, onShown]);
  const facts = preview.returningFacts.filter((it) => it.after != null || !isDeath(it));
  const names = preview.returningPersons.map(fullName).join(", ");
  return (
    <ul>
      <li>{labels.standsAgain(props.duplicate)}</li>
      <li>
        {facts.length === 0 ? labels.noFacts : labels.factsGo}
        {facts.length > 0 && (
          <ul>
            {facts.map((fact, index) => (
              <li key={index}>
                {isDeath(fact) ? labels.death(knownDate(String(fact.after))) : labels.event}
              </li>
            ))}
          </ul>
        )}
      </li>
      <li>{names === "" ? labels.nobodyReturns : labels.returning(names)}</li>
      <li>{labels.reopened(preview.reopenedCandidates)}</li>
      <li>
        {labels.keeps}
        <ChangesSince merge={merge} round={round} />
      </li>
    </ul>
  );
}

interface ChangesProps {
  readonly merge: undoingPreview_merge$data;
  readonly round: number;
}

/** Say which record has changed, and show how where somebody opens it: that they read it is written down. */
function ChangesSince({ merge, round }: ChangesProps) {
  const { undoing: labels, versions } = useMergesTexts();
  const [isOpen, setIsOpen] = useState(false);
  const changed = useRecords(merge).filter(({ changes }) => changes > 0);
  if (changed.length === 0) return <p>{labels.noChanges}</p>;
  const counts = changed.map(({ heading, changes }) => `${heading}: ${changes}`);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {labels.changesSince} {counts.join("; ")}
      </summary>
      <p className="faint">{versions.isWrittenDown}</p>
      {isOpen && (
        <QueryBoundary resetKey={round}>
          <Changes merge={merge} round={round} />
        </QueryBoundary>
      )}
    </details>
  );
}

/** The changes, under the record that they are of: the two may have one name. */
function Changes({ merge, round }: ChangesProps) {
  const texts = useTexts();
  const { undoing: labels } = useMergesTexts();
  const formats = useFormats();
  const fieldName = useFieldName();
  const records = useRecords(merge);
  const { changesSince } = useLazyLoadQuery<undoingPreviewChangesQuery>(
    CHANGES,
    { id: merge.id },
    { fetchPolicy: "network-only", fetchKey: round },
  ).unmergePreview;
  return records.map(({ databaseId, heading }) => {
    const changes = changesSince.filter(({ personId }) => personId === databaseId);
    if (changes.length === 0) return null;
    return (
      <section key={databaseId}>
        <h3>
          <bdi>{heading}</bdi>
        </h3>
        <ul>
          {changes.map((change) => (
            <li key={change.version}>
              {labels.changed(change.version, change.changedFields.map(fieldName).join(", "))} ·{" "}
              {actionText(change.action, texts)} · {formats.time(change.insertedAt)}
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

/** Return both records with how often each has changed since the merge. */
function useRecords({ person, masterPerson, ...merge }: undoingPreview_merge$data) {
  const labels = useMergesTexts();
  const changesOf = ({ databaseId, version }: typeof person, shown: number) => {
    // The merge itself may have made a version of either, which is no change since.
    const made = merge.effects.filter(
      (it) => it.resourceId === databaseId && it.column === "version",
    );
    return version - Math.max(shown, ...made.map(({ after }) => Number(after)));
  };
  return [
    {
      databaseId: person.databaseId,
      heading: `${labels.person} (${fullName(person)})`,
      changes: changesOf(person, merge.personVersion),
    },
    {
      databaseId: masterPerson.databaseId,
      heading: `${labels.masterPerson} (${fullName(masterPerson)})`,
      changes: changesOf(masterPerson, merge.masterPersonVersion),
    },
  ];
}

const MERGE = graphql`
  fragment undoingPreview_merge on Merge {
    id
    personVersion
    masterPersonVersion
    effects {
      resourceId
      column
      after
    }
    person {
      databaseId
      version
      firstName
      secondName
      lastName
    }
    masterPerson {
      databaseId
      version
      firstName
      secondName
      lastName
    }
  }
`;
const PREVIEW = graphql`
  query undoingPreviewQuery($id: ID!) {
    merge(id: $id) {
      ...undoingPreview_merge
    }
    unmergePreview(mergeId: $id) {
      digest
      reopenedCandidates
      returningFacts {
        resource
        column
        after
      }
      returningPersons {
        id
        firstName
        secondName
        lastName
      }
    }
  }
`;
const CHANGES = graphql`
  query undoingPreviewChangesQuery($id: ID!) {
    unmergePreview(mergeId: $id) {
      changesSince {
        personId
        version
        changedFields
        action
        insertedAt
      }
    }
  }
`;
