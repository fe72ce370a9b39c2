/** Sends a decision, and asks for the next pair in the same request. */
import { useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { decidingAsItIsQuery } from "../__generated__/decidingAsItIsQuery.graphql";
import type { decidingMutation } from "../__generated__/decidingMutation.graphql";
import { useSeveralActs } from "../api/queries";
import type { Refusal } from "../api/refusal";
import type { Decision } from "./decision";
import { rememberAssigned } from "./open-requests";

/** What became of the second act: the next pair. */
export interface NextPair {
  readonly refusal: Refusal | null;
  readonly isNoneLeft: boolean;
}

type Input = decidingMutation["variables"]["input"] & { readonly status: Decision };

export interface Deciding {
  /** Send a decision; null where it was refused, and `refusal` says why. */
  readonly decide: (input: Input, takesNext: boolean) => Promise<NextPair | null>;
  readonly isPending: boolean;
  readonly isPostponing: boolean;
  readonly refusal: Refusal | null;
}

/** Return what sends the decision on a request. */
export function useDeciding(): Deciding {
  const environment = useRelayEnvironment();
  const perform = useSeveralActs<decidingMutation>(DECIDE, rememberAssigned);
  const [sent, setSent] = useState<Decision | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function decide(input: Input, takesNext: boolean) {
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
    if (refused !== null) await showAsItIs(input.id);
    setSent(null);
    setRefusal(refused);
    if (refused !== null) return null;
    return {
      refusal: refusalOf("assignMergeCandidate"),
      isNoneLeft: takesNext && response?.assignMergeCandidate === null,
    };
  }

  /** What was refused may have been decided in another window, or settled by others. */
  async function showAsItIs(id: string) {
    await fetchQuery<decidingAsItIsQuery>(environment, AS_IT_IS, { id })
      .toPromise()
      .catch(() => null);
  }

  return { decide, isPending: sent !== null, isPostponing: sent === "POSTPONE", refusal };
}

const AS_IT_IS = graphql`
  query decidingAsItIsQuery($id: ID!) {
    mergeRequest(id: $id) {
      id
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
        supersededAt
        updatedAt
      }
    }
    assignMergeCandidate @include(if: $takesNext) {
      mergeRequest {
        id
        status
        ...pair_request
        ...postponedList_request
      }
    }
  }
`;
