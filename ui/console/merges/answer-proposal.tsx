/** What the second person does about a proposal to take a merge back: confirm what is shown, or decline. */
import { useCallback, useEffect, useRef, useState } from "react";
import { graphql } from "react-relay";
import type { answerProposalConfirmMutation } from "../__generated__/answerProposalConfirmMutation.graphql";
import type { answerProposalDeclineMutation } from "../__generated__/answerProposalDeclineMutation.graphql";
import { useApiMutation } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { RefusalNotice } from "../components/notice";
import { ReasonForm } from "../components/reason-form";
import { useMergesTexts } from "../texts/merges-texts";

/** How the server says that undoing would do something else than what was shown (rule H16). */
const STALE = "Records have changed since they were shown";

interface AnswerProposalProps {
  readonly id: string;
  readonly duplicate: string;
  readonly digest: string | null;
  readonly onStale: () => void;
}

/** Offer both; where the records have changed meanwhile, the preview is loaded anew and asked about again. */
export function AnswerProposal({ id, duplicate, digest, onStale }: AnswerProposalProps) {
  const { proposing: labels } = useMergesTexts();
  // What is confirmed is what was on the page when the question was asked.
  const [confirming, setConfirming] = useState<string | null>(null);
  const [isDeclining, setIsDeclining] = useState(false);
  const [isStale, setIsStale] = useState(false);
  const notice = useRef<HTMLDivElement>(null);
  const settle = useCallback(
    (refusal: Refusal) => {
      if (refusal.message !== STALE) return false;
      setIsStale(true);
      onStale();
      return true;
    },
    [onStale],
  );
  const confirm = useApiMutation<answerProposalConfirmMutation>(CONFIRM, settle);
  const decline = useApiMutation<answerProposalDeclineMutation>(DECLINE);
  useEffect(() => {
    if (isStale && confirming === null) notice.current?.focus();
  }, [isStale, confirming]);

  async function sendDecline(reason: string) {
    const done = await decline.perform({ input: { proposalId: id, reason } });
    if (done !== null) setIsDeclining(false);
  }

  return (
    <>
      <div ref={notice} tabIndex={-1}>
        {isStale && (
          <div className="notice note" role="alert">
            <p>{labels.stale}</p>
          </div>
        )}
      </div>
      <div className="actions">
        <Button
          variant="primary"
          isDisabled={digest === null || confirm.isPending}
          onPress={() => setConfirming(digest)}
        >
          {labels.confirm}
        </Button>
        <Button onPress={() => setIsDeclining(true)}>{labels.decline}</Button>
      </div>
      <RefusalNotice refusal={confirm.refusal} />
      {confirming !== null && (
        <ConfirmDialog
          title={labels.confirmTitle}
          explanation={labels.confirmExplanation(duplicate)}
          confirmLabel={labels.confirm}
          onConfirm={() => {
            setConfirming(null);
            setIsStale(false);
            void confirm.perform({ input: { proposalId: id, digest: confirming } });
          }}
          onCancel={() => setConfirming(null)}
        />
      )}
      {isDeclining && (
        <ReasonForm
          title={labels.declineTitle}
          explanation={labels.declineExplanation}
          confirmLabel={labels.decline}
          refusal={decline.refusal}
          isPending={decline.isPending}
          onSubmit={(reason) => void sendDecline(reason)}
          onClose={() => {
            setIsDeclining(false);
            decline.clearRefusal();
          }}
        />
      )}
    </>
  );
}

const CONFIRM = graphql`
  mutation answerProposalConfirmMutation($input: UnmergePersonInput!) {
    unmergePerson(input: $input) {
      person {
        ...recordValues_person
        masterPerson {
          id
        }
      }
      masterPerson {
        ...recordValues_person
      }
      merge {
        ...mergeAsks_merge
        ...mergeProposals_merge
      }
    }
  }
`;
const DECLINE = graphql`
  mutation answerProposalDeclineMutation($input: DeclineUnmergeInput!) {
    declineUnmerge(input: $input) {
      unmergeProposal {
        merge {
          ...mergeProposals_merge
        }
      }
    }
  }
`;
