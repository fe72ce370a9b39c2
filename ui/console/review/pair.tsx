/** A pair under review: what is to be known of it, the comparison of its records, and the decision. */
import "../styles/judging.css";
import "../styles/review.css";
import { useEffect, useRef, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { pair_request$key } from "../__generated__/pair_request.graphql";
import { FormErrors } from "../components/fields";
import { useLeaveGuard } from "../components/leave-guard";
import { Skeleton } from "../components/skeleton";
import { useDraft } from "../components/use-draft";
import { useKeys, useLetterKeys } from "../finding/keys";
import { fullName } from "../persons/names";
import { useViewer } from "../shell/viewer";
import { useJudgingTexts } from "../texts/judging-texts";
import { useTexts } from "../texts/texts";
import { Comparison, useNamesApart } from "./comparison";
import { CONTRADICTION, type Outcome, RECORDS_CHANGED, useDeciding } from "./deciding";
import { type Decision, decisions } from "./decision";
import { DecisionBar } from "./decision-bar";
import { DecisionDialog } from "./decision-dialog";
import { PairNotices } from "./pair-notices";
import { PairSurroundings } from "./pair-surroundings";
import { type DecisionReason, reasonsFor } from "./reasons";
import { useChangesSinceLooked } from "./since-looked";

interface PairProps {
  readonly request: pair_request$key;
  /** Whether the next pair is asked for with a decision. */
  readonly takesNext?: (decision: Decision) => boolean;
  readonly onDeciding?: () => void;
  readonly onOutcome: (decision: Decision, outcome: Outcome) => void;
}

/** Show a pair and submit the decision on it. */
export default function Pair(props: PairProps) {
  const texts = useTexts();
  const judging = useJudgingTexts();
  const request = useFragment(REQUEST, props.request);
  const { mergeCandidate } = request.manualMergeCandidate;
  const { person, masterPerson, personVersion, masterPersonVersion } = mergeCandidate;
  const isOpen = request.supersededAt === null && ["NEW", "POSTPONE"].includes(request.status);
  const given = request.comment ?? "";
  const draft = useDraft(`comment ${request.id}`, () => given);
  const reasons = useDraft<readonly DecisionReason[]>(`reasons ${request.id}`, () => []);
  const comment = draft.content;
  const stopGuarding = useLeaveGuard(draft.isFilled && isOpen, draft.leftBehind);
  const [confirming, setConfirming] = useState<Decision | null>(null);
  const [areLettersOn] = useLetterKeys();
  const commentField = useRef<HTMLTextAreaElement>(null);
  const section = useRef<HTMLElement>(null);
  const { decide, isPending, isPostponing, refusal } = useDeciding();
  // Knowingly overruled is what a senior reviewer may do alone.
  const isSenior = useViewer().roles.includes("SENIOR_REVIEWER");
  const contradicts = isSenior && refusal?.message === CONTRADICTION;
  const isStale = refusal?.message === RECORDS_CHANGED;
  const changes = useChangesSinceLooked(mergeCandidate);
  useEffect(() => {
    if (isStale && refusal !== null) focusOnChange(section.current);
  }, [isStale, refusal]);

  const names = [fullName(person), fullName(masterPerson)] as const;
  const [duplicate, master] = useNamesApart(mergeCandidate, names);

  const possible = decisions.filter(({ status }) => isOpen && status !== request.status);
  const shortcuts = possible.map(
    ({ status, code }) => [code, () => setConfirming(status)] as const,
  );
  useKeys(
    "review",
    { ...Object.fromEntries(shortcuts), KeyC: () => commentField.current?.focus() },
    isOpen && !isPostponing,
  );

  async function confirm(status: Decision) {
    const offered = reasonsFor[status];
    const input = {
      id: request.id,
      status,
      comment: comment.trim() === "" ? null : comment,
      reasons: reasons.content.filter((reason) => offered.includes(reason)),
      seen: { person: personVersion, masterPerson: masterPersonVersion },
      ...(contradicts && status === "MERGE" ? { overrules: true } : {}),
    };
    props.onDeciding?.();
    if (status === "POSTPONE") setConfirming(null);
    const outcome = await decide(input, props.takesNext?.(status) ?? false);
    const isContradicted = outcome.refusal?.message === CONTRADICTION;
    setConfirming(isSenior && isContradicted ? status : null);
    if (outcome.refusal === null) {
      draft.forget();
      reasons.forget();
      stopGuarding();
    }
    props.onOutcome(status, outcome);
  }

  function changeComment(text: string) {
    draft.setContent(text, text.trim() !== given.trim());
  }

  if (isPostponing) return <Skeleton />;
  const outdated = isOpen ? request.changedFields : [];
  return (
    <section aria-label={texts.review.pair} ref={section}>
      <FormErrors refusal={isStale || (contradicts && confirming !== null) ? null : refusal}>
        <PairNotices
          request={request}
          isOpen={isOpen}
          haveChanged={changes !== null}
          unsent={!isOpen && draft.isFilled ? comment : null}
          onDiscard={draft.forget}
        />
        <PairSurroundings request={request} isOpen={isOpen}>
          <Comparison
            pair={mergeCandidate}
            changed={
              changes === null
                ? { fields: new Set(outdated), words: judging.changedSinceDecided }
                : { fields: changes, words: judging.changedSinceLooked }
            }
          />
        </PairSurroundings>
        {isOpen ? (
          <DecisionBar
            possible={possible}
            comment={comment}
            onComment={changeComment}
            commentField={commentField}
            isPending={isPending}
            onChoose={setConfirming}
          />
        ) : (
          request.comment !== null && (
            <blockquote>
              <bdi>{request.comment}</bdi>
            </blockquote>
          )
        )}
      </FormErrors>
      {confirming !== null && (
        <DecisionDialog
          key={`${confirming} ${contradicts}`}
          decision={confirming}
          duplicate={duplicate}
          master={master}
          comment={comment}
          onComment={changeComment}
          reasons={reasons.content}
          onReasons={(chosen) => reasons.setContent(chosen, chosen.length > 0)}
          areKeysEnabled={areLettersOn}
          contradicts={contradicts && confirming === "MERGE"}
          isPending={isPending}
          onConfirm={() => void confirm(confirming)}
          onCancel={() => setConfirming(null)}
        />
      )}
    </section>
  );
}

/** Put the focus on the first field that has changed, or on what says that something has. */
function focusOnChange(section: HTMLElement | null) {
  const first = section?.querySelector<HTMLElement>("[data-changed]");
  (first ?? section?.querySelector<HTMLElement>(".has-changed"))?.focus();
}

const REQUEST = graphql`
  fragment pair_request on MergeRequest {
    id
    status
    comment
    supersededAt
    changedFields
    ...pairNotices_request
    ...pairSurroundings_request
    manualMergeCandidate {
      mergeCandidate {
        ...comparison_pair
        personVersion
        masterPersonVersion
        comparison {
          field
          person
          masterPerson
          agreement
        }
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
`;
