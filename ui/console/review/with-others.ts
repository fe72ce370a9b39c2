/** Tells pairs that went to other reviewers from those that are settled. */

interface Closable {
  readonly supersededAt: string | null | undefined;
  readonly manualMergeCandidate: { readonly status: string | null | undefined };
}

/** Return whether others are to decide about a pair; it does not say why. */
export function isWithOthers(request: Closable | null): boolean {
  return request?.supersededAt != null && request.manualMergeCandidate.status === "NEW";
}
