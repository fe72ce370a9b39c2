/** What a reviewer asked of a merge, and what became of it (rule H27). */
import { graphql, useFragment } from "react-relay";
import type { askedBack_request$key } from "../__generated__/askedBack_request.graphql";
import type { askedBackMutation } from "../__generated__/askedBackMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Moment } from "../components/moment";
import { RefusalNotice } from "../components/notice";
import { useMergesTexts } from "../texts/merges-texts";

interface AskedBackProps {
  readonly request: askedBack_request$key;
  /** Whether only what was asked last is shown. */
  readonly isShort?: boolean;
}

/** Show each, the oldest first. */
export default function AskedBack({ request: key, isShort = false }: AskedBackProps) {
  const { wrong } = useMergesTexts();
  const { unmergeRequests } = useFragment(
    graphql`
      fragment askedBack_request on MergeRequest {
        unmergeRequests {
          id
          status
          reason
          declineReason
          insertedAt
          settledAt
        }
      }
    `,
    key,
  );
  return unmergeRequests.slice(isShort ? -1 : 0).map((asked) => (
    <div key={asked.id} className="asked-back">
      <p>
        {wrong.asked} <Moment at={asked.insertedAt} />
        {". "}
        <strong>{wrong.answers[asked.status as "OPEN"]}</strong>{" "}
        {asked.settledAt != null && <Moment at={asked.settledAt} />}
      </p>
      {!isShort && (
        <blockquote>
          <bdi>{asked.reason}</bdi>
        </blockquote>
      )}
      {asked.declineReason != null && (
        <p>
          {wrong.because} <bdi>{asked.declineReason}</bdi>
        </p>
      )}
      {asked.status === "OPEN" && <Withdraw id={asked.id} />}
    </div>
  ));
}

/** It may be asked again, so that it takes one press. */
function Withdraw({ id }: { id: string }) {
  const { wrong } = useMergesTexts();
  const { perform, isPending, refusal } = useApiMutation<askedBackMutation>(WITHDRAW);
  return (
    <>
      <RefusalNotice refusal={refusal} />
      <div className="actions">
        <Button
          isDisabled={isPending}
          onPress={() => void perform({ input: { unmergeRequestId: id } })}
        >
          {wrong.withdraw}
        </Button>
      </div>
    </>
  );
}

const WITHDRAW = graphql`
  mutation askedBackMutation($input: WithdrawUnmergeRequestInput!) {
    withdrawUnmergeRequest(input: $input) {
      mergeRequest {
        canRequestUnmerge
        ...askedBack_request
      }
    }
  }
`;
