/** Takes a decision back while the pair is open to others (rule B16). */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { takeBack_request$key } from "../__generated__/takeBack_request.graphql";
import type { takeBackMutation } from "../__generated__/takeBackMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Notice, RefusalNotice } from "../components/notice";
import { useKeys } from "../finding/keys";
import { useJudgingTexts } from "../texts/judging-texts";
import { isFinal } from "./my-day";

interface TakeBackProps {
  readonly request: takeBack_request$key;
  /** Whether Z takes it back: not in a list, where it would not be plain which one. */
  readonly hasKey?: boolean;
  readonly onTakenBack?: () => void;
}

interface Decided {
  readonly status: string;
  readonly supersededAt: string | null | undefined;
  readonly manualMergeCandidate: { readonly status: string | null | undefined };
}

/** Return whether a decision can still be taken back. */
export function canBeTakenBack({ status, supersededAt, manualMergeCandidate }: Decided): boolean {
  return isFinal(status) && supersededAt === null && manualMergeCandidate.status === "NEW";
}

/** Show the button where the decision can still be taken back; it asks for no confirmation. */
export function TakeBack({ request: key, hasKey = true, onTakenBack }: TakeBackProps) {
  const texts = useJudgingTexts();
  const request = useFragment(REQUEST, key);
  const { id } = request;
  const [isLate, setIsLate] = useState(false);
  const { perform, isPending, refusal } = useApiMutation<takeBackMutation>(TAKE_BACK, (met) => {
    const isSettled = met.message === "Incorrect transition status";
    if (isSettled) setIsLate(true);
    return isSettled;
  });
  const isPossible = canBeTakenBack(request);
  async function takeBack() {
    if (isPending) return;
    const response = await perform({ input: { id } });
    if (response !== null) onTakenBack?.();
  }
  useKeys("review", { KeyZ: () => void takeBack() }, hasKey && isPossible && !isLate);
  if (!isPossible) return null;
  return (
    <>
      {isLate ? (
        <Notice kind="note">
          <p>{texts.tooLate}</p>
        </Notice>
      ) : (
        <Button isDisabled={isPending} onPress={() => void takeBack()}>
          {texts.takeBack} {hasKey && <kbd aria-hidden="true">Z</kbd>}
        </Button>
      )}
      <RefusalNotice refusal={refusal} />
    </>
  );
}

const REQUEST = graphql`
  fragment takeBack_request on MergeRequest {
    id
    status
    supersededAt
    manualMergeCandidate {
      status
    }
  }
`;
const TAKE_BACK = graphql`
  mutation takeBackMutation($input: WithdrawMergeDecisionInput!) {
    withdrawMergeDecision(input: $input) {
      mergeRequest {
        id
        status
        comment
        withdrawnAt
        changedFields
        supersededAt
        updatedAt
        manualMergeCandidate {
          status
        }
      }
    }
  }
`;
