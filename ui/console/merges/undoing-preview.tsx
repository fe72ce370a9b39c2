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
import { Moment } from "../components/moment";
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
  const { knownDate, list } = useFormats();
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
  const returning = list(preview.returningPersons.map(fullName));
  const staying = list(preview.stayingPersons.map(fullName));
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
      <li>{returning === "" ? labels.nobodyReturns : labels.returning(returning)}</li>
      {staying !== "" && <li>{labels.staying(staying)}</li>}
      <li>{labels.reopened(preview.reopenedCandidates)}</li>
      <li>
        {labels.keeps}
        {preview.changes === 0 ? (
          ` ${labels.noChanges}`
        ) : (
          <ChangesSince merge={merge} round={round} changes={preview.changes} />
        )}
      </li>
    </ul>
  );
}

interface ChangesProps {
  readonly merge: undoingPreview_merge$data;
  readonly round: number;
  /** How many there are, of both records. */
  readonly changes: number;
}

/** Say how much has changed, and show what where somebody opens it: that they read it is written down. */
function ChangesSince(props: ChangesProps) {
  const { undoing: labels, versions } = useMergesTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{labels.changesSince(props.changes)}</summary>
      <p className="faint">{versions.isWrittenDown}</p>
      {isOpen && (
        <QueryBoundary resetKey={props.round}>
          <Changes {...props} />
        </QueryBoundary>
      )}
    </details>
  );
}

/** The changes, under the record that they are of: the two may have one name. */
function Changes({ merge, round, changes: all }: ChangesProps) {
  const texts = useTexts();
  const { apart, list } = useFormats();
  const labels = useMergesTexts();
  const fieldName = useFieldName();
  const { changesSince } = useLazyLoadQuery<undoingPreviewChangesQuery>(
    CHANGES,
    { id: merge.id },
    { fetchPolicy: "network-only", fetchKey: round },
  ).unmergePreview;
  const records = [
    { ...merge.person, noun: labels.person },
    { ...merge.masterPerson, noun: labels.masterPerson },
  ];
  return (
    <>
      {records.map(({ noun, ...record }) => {
        const changes = changesSince.filter(({ personId }) => personId === record.databaseId);
        if (changes.length === 0) return null;
        return (
          <section key={record.databaseId}>
            <h3>
              <bdi>
                {noun} ({apart(fullName(record))})
              </bdi>
            </h3>
            <ul>
              {changes.map((change) => (
                <li key={change.version}>
                  {labels.undoing.changed(
                    change.version,
                    list(change.changedFields.map(fieldName)),
                  )}{" "}
                  · {actionText(change.action, texts)} · <Moment at={change.insertedAt} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {changesSince.length < all && <p>{labels.undoing.earlierChanges(changesSince.length)}</p>}
    </>
  );
}

const MERGE = graphql`
  fragment undoingPreview_merge on Merge {
    id
    person {
      databaseId
      firstName
      secondName
      lastName
    }
    masterPerson {
      databaseId
      firstName
      secondName
      lastName
    }
  }
`;
const PREVIEW = graphql`
  query undoingPreviewQuery($id: ID!) {
    nodes(ids: [$id]) {
      ... on Merge {
        ...undoingPreview_merge @alias
      }
    }
    unmergePreview(mergeId: $id) {
      digest
      reopenedCandidates
      changes
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
      stayingPersons {
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
