/** What taking a merge back would do now (rules H17 to H19), by the digest that says what was shown. */
import { useEffect } from "react";
import { graphql, useFragment, useLazyLoadQuery } from "react-relay";
import type { undoingPreview_merge$key } from "../__generated__/undoingPreview_merge.graphql";
import type {
  undoingPreviewQuery,
  undoingPreviewQuery$data,
} from "../__generated__/undoingPreviewQuery.graphql";
import { actionText } from "../administration/action-text";
import { fullName } from "../persons/names";
import { type RecordContent, useFieldName } from "../persons/record-values";
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
        <Changes changes={preview.changesSince} />
      </li>
    </ul>
  );
}

interface ChangesProps {
  readonly changes: undoingPreviewQuery$data["unmergePreview"]["changesSince"];
}

function Changes({ changes }: ChangesProps) {
  const texts = useTexts();
  const { undoing: labels } = useMergesTexts();
  const formats = useFormats();
  const fieldName = useFieldName();
  if (changes.length === 0) return <p>{labels.noChanges}</p>;
  return (
    <>
      <p>{labels.changesSince}</p>
      <ul>
        {changes.map((change, index) => (
          <li key={index}>
            <bdi>{fullName(change.record as unknown as RecordContent)}</bdi>,{" "}
            {labels.changed(change.version, change.changedFields.map(fieldName).join(", "))} ·{" "}
            {actionText(change.action, texts)} · {formats.time(change.insertedAt)}
          </li>
        ))}
      </ul>
    </>
  );
}

const MERGE = graphql`
  fragment undoingPreview_merge on Merge {
    id
  }
`;
const PREVIEW = graphql`
  query undoingPreviewQuery($id: ID!) {
    unmergePreview(mergeId: $id) {
      digest
      changesSince {
        version
        record
        changedFields
        action
        insertedAt
      }
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
