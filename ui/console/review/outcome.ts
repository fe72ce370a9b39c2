/** What came of a pair once it is settled. */

/** A pair with its records, as far as they show what came of it. */
export interface SettledPair {
  readonly status: string | null | undefined;
  readonly mergeCandidate: {
    readonly person: { readonly masterPerson: { readonly id: string } | null | undefined };
    readonly masterPerson: { readonly id: string; readonly status: string };
  };
}

export type PairOutcome = "OPEN" | "ONE_PERSON" | "BOTH_STAND" | "MERGED_ELSEWHERE";

/**
 * Return what came of a pair.
 *
 * That both records stand may be for a split or for what cannot be judged, and of a record that
 * went into a third nothing is known about this pair.
 */
export function outcomeOf({ status, mergeCandidate }: SettledPair): PairOutcome {
  const { person, masterPerson } = mergeCandidate;
  if (status !== "PROCESSED") return "OPEN";
  if (person.masterPerson?.id === masterPerson.id) return "ONE_PERSON";
  const stand = person.masterPerson == null && masterPerson.status === "ACTIVE";
  return stand ? "BOTH_STAND" : "MERGED_ELSEWHERE";
}

/** Return whether a pair was settled the other way than its reviewer said. */
export function isSettledOtherwise(request: {
  readonly status: string;
  readonly manualMergeCandidate: SettledPair;
}): boolean {
  const outcome = outcomeOf(request.manualMergeCandidate);
  if (request.status === "MERGE") return outcome === "BOTH_STAND";
  return ["SPLIT", "TRASH"].includes(request.status) && outcome === "ONE_PERSON";
}

/** Return how what was said of a pair stands: well only where it was settled so; over where it was settled otherwise. */
export function standingOf(request: {
  readonly status: string;
  readonly manualMergeCandidate: SettledPair;
}): string {
  if (isSettledOtherwise(request)) return "OVER";
  const isSo = outcomeOf(request.manualMergeCandidate) === "ONE_PERSON";
  return request.status === "MERGE" && !isSo ? "OVER" : request.status;
}
