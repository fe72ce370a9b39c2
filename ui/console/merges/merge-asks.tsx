/** What reviewers ask of a merge, and how one who may take it back lets it stand (rule H27). */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { mergeAsks_merge$key } from "../__generated__/mergeAsks_merge.graphql";
import type { mergeAsksMutation } from "../__generated__/mergeAsksMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Moment } from "../components/moment";
import { ReasonForm } from "../components/reason-form";
import { useMergesTexts } from "../texts/merges-texts";

/** Show each with its answer; nothing where nobody asked. */
export function MergeAsks({ merge: key }: { merge: mergeAsks_merge$key }) {
  const { asks, wrong } = useMergesTexts();
  const { unmergeRequests } = useFragment(MERGE, key);
  if (unmergeRequests.length === 0) return null;
  return (
    <>
      <h2>{asks.title}</h2>
      {unmergeRequests.map((asked) => (
        <section key={asked.id} className="sheet proposal">
          <p>
            {asked.requestedBy == null ? asks.reviewer : asks.by(asked.requestedBy.displayName)}{" "}
            <Moment at={asked.insertedAt} />
          </p>
          <blockquote>
            <bdi>{asked.reason}</bdi>
          </blockquote>
          {asked.status === "OPEN" ? (
            <Decline id={asked.id} />
          ) : (
            <p>
              <strong>{wrong.answers[asked.status as "DECLINED"]}</strong>{" "}
              {asked.settledAt != null && <Moment at={asked.settledAt} />}{" "}
              <bdi>{asked.declineReason}</bdi>
            </p>
          )}
        </section>
      ))}
    </>
  );
}

function Decline({ id }: { id: string }) {
  const { asks, proposing } = useMergesTexts();
  const [isDeclining, setIsDeclining] = useState(false);
  const decline = useApiMutation<mergeAsksMutation>(DECLINE);
  async function send(reason: string) {
    const done = await decline.perform({ input: { unmergeRequestId: id, reason } });
    if (done !== null) setIsDeclining(false);
  }
  return (
    <>
      <p>{asks.explanation}</p>
      <div className="actions">
        <Button onPress={() => setIsDeclining(true)}>{asks.decline}</Button>
      </div>
      {isDeclining && (
        <ReasonForm
          title={proposing.declineTitle}
          explanation={asks.declineExplanation}
          confirmLabel={asks.decline}
          refusal={decline.refusal}
          isPending={decline.isPending}
          onSubmit={(reason) => void send(reason)}
          onClose={() => {
            setIsDeclining(false);
            decline.clearRefusal();
          }}
        />
      )}
    </>
  );
}

const MERGE = graphql`
  fragment mergeAsks_merge on Merge {
    id
    unmergeRequests {
      id
      status
      reason
      declineReason
      insertedAt
      settledAt
      requestedBy {
        id
        displayName
      }
    }
  }
`;
const DECLINE = graphql`
  mutation mergeAsksMutation($input: DeclineUnmergeRequestInput!) {
    declineUnmergeRequest(input: $input) {
      merge {
        ...mergeAsks_merge
      }
    }
  }
`;
