/** A pair under review: the comparison of its records, the comment and the decision. */
import { useRef, useState } from "react";
import { fetchQuery, graphql, useFragment, useRelayEnvironment } from "react-relay";
import type { pair_request$key } from "../__generated__/pair_request.graphql";
import type { pairAsItIsQuery } from "../__generated__/pairAsItIsQuery.graphql";
import type { pairDecideMutation } from "../__generated__/pairDecideMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { FormErrors, TextField } from "../components/fields";
import { useLeaveGuard } from "../components/leave-guard";
import { Notice } from "../components/notice";
import { Skeleton } from "../components/skeleton";
import { useDraft } from "../components/use-draft";
import { fullName } from "../persons/names";
import { useFormats, useTexts } from "../texts/texts";
import { Comparison } from "./comparison";
import { type Decision, decisions } from "./decision";
import { DecisionDialog } from "./decision-dialog";
import { ShortcutsHelp, useShortcuts, useShortcutsSetting } from "./keyboard-shortcuts";

interface PairProps {
  readonly request: pair_request$key;
  readonly onDeciding?: () => void;
  readonly onDecided: (decision: Decision) => void;
  readonly onRefused?: () => void;
}

/** Show a pair and submit the decision on it. */
export function Pair({ request: key, onDeciding, onDecided, onRefused }: PairProps) {
  const texts = useTexts();
  const formats = useFormats();
  const request = useFragment(
    graphql`
      fragment pair_request on MergeRequest {
        id
        status
        comment
        supersededAt
        updatedAt
        manualMergeCandidate {
          mergeCandidate {
            ...comparison_pair
            person {
              firstName
              lastName
            }
            masterPerson {
              firstName
              lastName
            }
          }
        }
      }
    `,
    key,
  );
  const isOpen = request.supersededAt === null && ["NEW", "POSTPONE"].includes(request.status);
  const given = request.comment ?? "";
  const draft = useDraft(`comment ${request.id}`, () => given);
  const comment = draft.content;
  const stopGuarding = useLeaveGuard(draft.isFilled && isOpen, draft.leftBehind);
  const [confirming, setConfirming] = useState<Decision | null>(null);
  const [areShortcutsEnabled, setShortcutsEnabled] = useShortcutsSetting();
  const [isPostponing, setIsPostponing] = useState(false);
  const commentField = useRef<HTMLTextAreaElement>(null);
  const environment = useRelayEnvironment();
  const { perform, isPending, refusal } = useApiMutation<pairDecideMutation>(DECIDE);

  const possibleDecisions = decisions.filter(({ status }) => isOpen && status !== request.status);
  const shortcuts = possibleDecisions.map(
    ({ status, code }) => [code, () => setConfirming(status)] as const,
  );
  useShortcuts(
    { ...Object.fromEntries(shortcuts), KeyC: () => commentField.current?.focus() },
    areShortcutsEnabled && isOpen && !isPostponing,
  );

  async function decide(status: Decision) {
    const text = comment.trim() === "" ? null : comment;
    const variables = { input: { id: request.id, status, comment: text } };
    // A postponed pair can still be decided, so it goes at once; a decision waits for the answer.
    const isOptimistic = status === "POSTPONE";
    onDeciding?.();
    if (isOptimistic) setConfirming(null);
    setIsPostponing(isOptimistic);
    const response = await perform(
      variables,
      isOptimistic ? (store) => store.get(request.id)?.setValue(status, "status") : undefined,
    );
    if (response === null) await showAsItIs();
    setIsPostponing(false);
    setConfirming(null);
    if (response === null) return onRefused?.();
    draft.forget();
    stopGuarding();
    onDecided(status);
  }

  /** What was refused may have been decided in another window, or settled by others. */
  async function showAsItIs() {
    const variables = { id: request.id };
    await fetchQuery<pairAsItIsQuery>(environment, AS_IT_IS, variables)
      .toPromise()
      .catch(() => null);
  }

  if (isPostponing) return <Skeleton />;
  const { person, masterPerson, ...pair } = request.manualMergeCandidate.mergeCandidate;
  return (
    <section aria-label={texts.review.pair}>
      <FormErrors refusal={refusal}>
        {!isOpen && (
          <Notice kind="note">
            <p>
              {request.supersededAt === null ? texts.review.isDecided : texts.review.isSuperseded}{" "}
              <strong>{texts.decisionStatuses[request.status]}</strong>{" "}
              {formats.time(request.supersededAt ?? request.updatedAt)}
            </p>
          </Notice>
        )}
        {!isOpen && draft.isFilled && (
          <Notice kind="note">
            <p>{texts.review.commentNotSent}</p>
            <blockquote>{comment}</blockquote>
            <Button onPress={draft.forget}>{texts.messages.discard}</Button>
          </Notice>
        )}
        <Comparison pair={pair} />
        {isOpen ? (
          <div className="decision-bar">
            {/* biome-ignore lint/a11y/noStaticElementInteractions: it handles the Escape of the field. */}
            <div
              onKeyDown={(event) => {
                if (event.key === "Escape") (event.target as HTMLElement).blur();
              }}
            >
              <TextField
                label={texts.review.comment}
                hint={texts.review.commentHint}
                value={comment}
                onChange={(text) => draft.setContent(text, text.trim() !== given.trim())}
                lines={2}
                maxLength={3000}
                path="comment"
                inputRef={commentField}
              />
            </div>
            <div className="actions" role="group" aria-label={texts.review.decision}>
              {possibleDecisions.map(({ status, code }) => (
                <Button
                  key={status}
                  variant={status === "MERGE" ? "primary" : "plain"}
                  isDisabled={isPending}
                  onPress={() => setConfirming(status)}
                >
                  {texts.decisionVerbs[status]} <kbd aria-hidden="true">{code.slice(3)}</kbd>
                </Button>
              ))}
              <ShortcutsHelp areEnabled={areShortcutsEnabled} onChange={setShortcutsEnabled} />
            </div>
          </div>
        ) : (
          request.comment !== null && <blockquote>{request.comment}</blockquote>
        )}
      </FormErrors>
      {confirming !== null && (
        <DecisionDialog
          decision={confirming}
          duplicate={fullName(person)}
          master={fullName(masterPerson)}
          comment={comment.trim()}
          isPending={isPending}
          onConfirm={() => void decide(confirming)}
          onCancel={() => setConfirming(null)}
        />
      )}
    </section>
  );
}

const AS_IT_IS = graphql`
  query pairAsItIsQuery($id: ID!) {
    mergeRequest(id: $id) {
      id
      ...pair_request
    }
  }
`;
const DECIDE = graphql`
  mutation pairDecideMutation($input: UpdateMergeRequestInput!) {
    updateMergeRequest(input: $input) {
      mergeRequest {
        id
        status
        comment
        supersededAt
        updatedAt
      }
    }
  }
`;
