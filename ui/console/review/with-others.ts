/** Tells pairs that went to other reviewers from those that are settled. */

interface Closable {
  readonly supersededAt: string | null | undefined;
  readonly manualMergeCandidate: { readonly status: string | null | undefined };
}

/** Return whether others are to decide about a pair; it does not say why (rules B15 and B17). */
export function isWithOthers(request: Closable | null): boolean {
  return request?.supersededAt != null && request.manualMergeCandidate.status === "NEW";
}
