/** Sends a decision, and asks for the next pair in the same request. */
import { useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { decidingAsItIsQuery } from "../__generated__/decidingAsItIsQuery.graphql";
import type { decidingMutation } from "../__generated__/decidingMutation.graphql";
import { useSeveralActs } from "../api/queries";
import type { Refusal } from "../api/refusal";
import type { Decision } from "./decision";
import { rememberAssigned } from "./open-requests";
import { isWithOthers } from "./with-others";

/** What became of the second act: the next pair. */
export interface NextPair {
  readonly refusal: Refusal | null;
  readonly isNoneLeft: boolean;
}

/**
 * What became of a decision.
 *
 * `open` where it was taken and others are still to decide. Of what was refused, `again` is still to
 * be decided here, and of what is `gone`, since it went to other reviewers, nothing is left to do.
 */
export interface Outcome {
  readonly kind: "open" | "settled" | "again" | "refused" | "gone";
  readonly refusal: Refusal | null;
  readonly next: NextPair;
}

type Input = decidingMutation["variables"]["input"] & { readonly status: Decision };

/** How the API refuses a pair that is none of this reviewer's (rule B15). */
const CONFLICT_OF_INTEREST = "Reviewer has a conflict of interest";
/** How it refuses a decision on what the reviewer has not seen (rule B14). */
export const RECORDS_CHANGED = "Records have changed since they were shown";
/** How it refuses to join what an earlier decision keeps apart. */
export const CONTRADICTION = "Merge contradicts an earlier decision";

export interface Deciding {
  readonly decide: (input: Input, takesNext: boolean) => Promise<Outcome>;
  readonly isPending: boolean;
  readonly isPostponing: boolean;
  /** Why the last decision was refused. */
  readonly refusal: Refusal | null;
}

/** Return what sends the decision on a request. */
export function useDeciding(): Deciding {
  const environment = useRelayEnvironment();
  const perform = useSeveralActs<decidingMutation>(DECIDE, rememberAssigned);
  const [sent, setSent] = useState<Decision | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function decide(input: Input, takesNext: boolean): Promise<Outcome> {
    setSent(input.status);
    setRefusal(null);
    // A postponed pair can still be decided, so it goes at once; a decision waits for the answer.
    const { response, refusalOf } = await perform(
      { input, takesNext },
      input.status === "POSTPONE"
        ? (store) => store.get(input.id)?.setValue(input.status, "status")
        : undefined,
    );
    const refused = refusalOf("updateMergeRequest");
    const asItIs = refused === null ? null : await fetchAsItIs(input.id);
    const isGone = refused?.message === CONFLICT_OF_INTEREST || isWithOthers(asItIs);
    setSent(null);
    setRefusal(isGone ? null : refused);
    const next = {
      refusal: refusalOf("assignMergeCandidate"),
      isNoneLeft: takesNext && response?.assignMergeCandidate === null,
    };
    if (refused !== null) {
      const kind = isGone ? "gone" : isStillOpen(refused) ? "again" : "refused";
      return { kind, refusal: refused, next };
    }
    const pair = response?.updateMergeRequest?.mergeRequest.manualMergeCandidate;
    return { kind: pair?.status === "NEW" ? "open" : "settled", refusal: null, next };
  }

  /** What was refused may have been decided in another window, or settled by others. */
  async function fetchAsItIs(id: string) {
    const answer = await fetchQuery<decidingAsItIsQuery>(environment, AS_IT_IS, { id })
      .toPromise()
      .catch(() => null);
    return answer?.mergeRequest ?? null;
  }

  return { decide, isPending: sent !== null, isPostponing: sent === "POSTPONE", refusal };
}

function isStillOpen({ message, code }: Refusal): boolean {
  return [RECORDS_CHANGED, CONTRADICTION].includes(message) || code === "UNPROCESSABLE_ENTITY";
}

const AS_IT_IS = graphql`
  query decidingAsItIsQuery($id: ID!) {
    mergeRequest(id: $id) {
      id
      supersededAt
      manualMergeCandidate {
        status
      }
      ...pair_request
    }
  }
`;
// Two acts, one after the other: where the first is refused, the second still is an act of its own.
const DECIDE = graphql`
  mutation decidingMutation($input: UpdateMergeRequestInput!, $takesNext: Boolean!) {
    updateMergeRequest(input: $input) {
      mergeRequest {
        id
        status
        comment
        reasons
        changedFields
        supersededAt
        updatedAt
        manualMergeCandidate {
          status
        }
      }
    }
    assignMergeCandidate @include(if: $takesNext) {
      mergeRequest {
        id
        status
        ...pair_request
        ...postponedList_request
        ...secondThoughts_request
      }
    }
  }
`;
