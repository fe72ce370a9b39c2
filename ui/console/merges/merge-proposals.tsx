/** How two people take a merge back: one proposes it, another does it or declines (rule H15). */
import { ArrowRight } from "lucide-react";

import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type {
  mergeProposals_merge$data,
  mergeProposals_merge$key,
} from "../__generated__/mergeProposals_merge.graphql";
import type { mergeProposalsMutation } from "../__generated__/mergeProposalsMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { ReasonForm } from "../components/reason-form";
import { Status } from "../components/status";
import { useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";
import { AnswerProposal } from "./answer-proposal";

interface MergeProposalsProps {
  readonly merge: mergeProposals_merge$key;
  readonly duplicate: string;
  /** What the viewer is shown of taking it back; null while that loads. */
  readonly digest: string | null;
  readonly onStale: () => void;
}

/** Show who proposed it, and what the viewer may do about it. */
export function MergeProposals({ merge: key, ...rest }: MergeProposalsProps) {
  const { proposing: labels } = useMergesTexts();
  const merge = useFragment(MERGE, key);
  const viewer = useViewer();
  const open = merge.proposals.find(({ status }) => status === "OPEN");
  const settled = merge.proposals.filter(({ status }) => status !== "OPEN");
  return (
    <>
      {merge.undoneAt != null && (
        <Notice kind="note">
          <p>{labels.isUndone}</p>
        </Notice>
      )}
      {merge.undoneAt == null && open === undefined && <Propose merge={merge} />}
      {open !== undefined && (
        <section className="sheet proposal">
          <p>
            {open.proposedBy.id === viewer.id ? (
              <strong>{labels.waits}</strong>
            ) : (
              labels.asks(open.proposedBy.displayName)
            )}
          </p>
          <blockquote>
            <bdi>{open.reason}</bdi>
          </blockquote>
          {open.proposedBy.id !== viewer.id && <AnswerProposal id={open.id} {...rest} />}
        </section>
      )}
      {settled.length > 0 && <Settled proposals={settled} />}
    </>
  );
}

/** A request that led to it is named with it: where that is withdrawn meanwhile, nothing is proposed. */
function Propose({ merge }: { merge: mergeProposals_merge$data }) {
  const { proposing: labels } = useMergesTexts();
  const [isAsking, setIsAsking] = useState(false);
  const propose = useApiMutation<mergeProposalsMutation>(PROPOSE);
  if (merge.effects.length === 0) return null;
  async function send(reason: string) {
    const asked = merge.unmergeRequests.find(({ status }) => status === "OPEN");
    const input = { mergeId: merge.id, reason, unmergeRequestId: asked?.id ?? null };
    const done = await propose.perform({ input });
    if (done !== null) setIsAsking(false);
  }
  return (
    <>
      <p>{labels.explanation}</p>
      <div className="actions">
        <Button variant="primary" onPress={() => setIsAsking(true)}>
          {labels.propose}
        </Button>
      </div>
      {isAsking && (
        <ReasonForm
          title={labels.proposeTitle}
          explanation={labels.proposeExplanation}
          confirmLabel={labels.propose}
          refusal={propose.refusal}
          isPending={propose.isPending}
          onSubmit={(reason) => void send(reason)}
          onClose={() => {
            setIsAsking(false);
            propose.clearRefusal();
          }}
        />
      )}
    </>
  );
}

function Settled({ proposals }: { proposals: mergeProposals_merge$data["proposals"] }) {
  const { proposing: labels } = useMergesTexts();
  return (
    <>
      <h3>{labels.earlier}</h3>
      <ul className="rows">
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            <span className="row-title">
              <bdi>{proposal.reason}</bdi>
            </span>
            <Status of={proposal.status}>{labels.statuses[proposal.status as "DECLINED"]}</Status>
            <Moment at={proposal.updatedAt} />
            <p className="faint">
              <bdi>{proposal.proposedBy.displayName}</bdi>
              {proposal.settledBy != null && (
                <>
                  {" "}
                  <ArrowRight className="icon directed" aria-hidden="true" />{" "}
                  <bdi>{proposal.settledBy.displayName}</bdi>
                </>
              )}
            </p>
            {proposal.settlementReason != null && (
              <blockquote>
                <bdi>{proposal.settlementReason}</bdi>
              </blockquote>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

const MERGE = graphql`
  fragment mergeProposals_merge on Merge {
    id
    undoneAt
    unmergeRequests {
      id
      status
    }
    effects {
      resource
      resourceId
      column
      before
      after
      undoneAt
    }
    proposals {
      id
      status
      reason
      settlementReason
      updatedAt
      proposedBy {
        id
        displayName
      }
      settledBy {
        id
        displayName
      }
    }
  }
`;
const PROPOSE = graphql`
  mutation mergeProposalsMutation($input: ProposeUnmergeInput!) {
    proposeUnmerge(input: $input) {
      unmergeProposal {
        merge {
          ...mergeProposals_merge
        }
      }
    }
  }
`;
