/** A pair under review: the comparison of its records, the comment and the decision. */
import "../styles/judging.css";
import { useRef, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { pair_request$key } from "../__generated__/pair_request.graphql";
import { Button } from "../components/button";
import { FormErrors } from "../components/fields";
import { useLeaveGuard } from "../components/leave-guard";
import { Notice } from "../components/notice";
import { Skeleton } from "../components/skeleton";
import { useDraft } from "../components/use-draft";
import { fullName } from "../persons/names";
import { useFormats, useTexts } from "../texts/texts";
import { Comparison } from "./comparison";
import { type NextPair, useDeciding } from "./deciding";
import { type Decision, decisions } from "./decision";
import { DecisionBar } from "./decision-bar";
import { DecisionDialog } from "./decision-dialog";
import { useShortcuts, useShortcutsSetting } from "./keyboard-shortcuts";
import { PairSurroundings } from "./pair-surroundings";

interface PairProps {
  readonly request: pair_request$key;
  /** Whether the next pair is asked for with a decision. */
  readonly takesNext?: (decision: Decision) => boolean;
  readonly onDeciding?: () => void;
  readonly onDecided: (decision: Decision, next: NextPair) => void;
  readonly onRefused?: () => void;
}

/** Show a pair and submit the decision on it. */
export default function Pair(props: PairProps) {
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
        ...pairSurroundings_request
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
    props.request,
  );
  const isOpen = request.supersededAt === null && ["NEW", "POSTPONE"].includes(request.status);
  const given = request.comment ?? "";
  const draft = useDraft(`comment ${request.id}`, () => given);
  const comment = draft.content;
  const stopGuarding = useLeaveGuard(draft.isFilled && isOpen, draft.leftBehind);
  const [confirming, setConfirming] = useState<Decision | null>(null);
  const setting = useShortcutsSetting();
  const commentField = useRef<HTMLTextAreaElement>(null);
  const { decide, isPending, isPostponing, refusal } = useDeciding();

  const possible = decisions.filter(({ status }) => isOpen && status !== request.status);
  const shortcuts = possible.map(
    ({ status, code }) => [code, () => setConfirming(status)] as const,
  );
  useShortcuts(
    { ...Object.fromEntries(shortcuts), KeyC: () => commentField.current?.focus() },
    setting[0] && isOpen && !isPostponing,
  );

  async function confirm(status: Decision) {
    const text = comment.trim() === "" ? null : comment;
    const takesNext = props.takesNext?.(status) ?? false;
    props.onDeciding?.();
    if (status === "POSTPONE") setConfirming(null);
    const next = await decide({ id: request.id, status, comment: text }, takesNext);
    setConfirming(null);
    if (next === null) return props.onRefused?.();
    draft.forget();
    stopGuarding();
    props.onDecided(status, next);
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
        <PairSurroundings request={request} isOpen={isOpen}>
          <Comparison pair={pair} />
        </PairSurroundings>
        {isOpen ? (
          <DecisionBar
            possible={possible}
            comment={comment}
            onComment={(text) => draft.setContent(text, text.trim() !== given.trim())}
            commentField={commentField}
            isPending={isPending}
            onChoose={setConfirming}
            shortcuts={setting}
          />
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
          onConfirm={() => void confirm(confirming)}
          onCancel={() => setConfirming(null)}
        />
      )}
    </section>
  );
}
