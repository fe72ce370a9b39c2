/** A reviewer's own day: what they have done, how fast, and what became of it afterwards. */

import type { SettledPair } from "./outcome";

/** A request of the reviewer's own, as far as the day is about it. */
export interface OwnRequest {
  readonly status: string;
  readonly supersededAt: string | null | undefined;
  readonly updatedAt: string;
  readonly manualMergeCandidate: SettledPair;
}

/** Return whether a status is a decision that counts. */
export function isFinal(status: string): status is "MERGE" | "SPLIT" | "TRASH" {
  return ["MERGE", "SPLIT", "TRASH"].includes(status);
}

/** Return the final decisions since a moment, the first of them first. */
export function decidedSince<Request extends OwnRequest>(
  requests: readonly Request[],
  since: Date,
): readonly Request[] {
  return requests
    .filter((it) => isFinal(it.status) && new Date(it.updatedAt) >= since)
    .toSorted((one, other) => Date.parse(one.updatedAt) - Date.parse(other.updatedAt));
}

/** Return the day of a moment here, as addresses have it. */
export function dayOf(moment: Date): string {
  const parts = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

/** Return half of the decisions' distances at most, in seconds; null where there are fewer than two. */
export function medianSeconds(decided: readonly OwnRequest[]): number | null {
  const times = decided.map(({ updatedAt }) => Date.parse(updatedAt));
  const distances = times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1000);
  return distances.toSorted((one, other) => one - other)[Math.floor(distances.length / 2)] ?? null;
}

/** Return whether a pair was settled by others before the reviewer had decided. */
export function isSettledByOthers(request: OwnRequest): boolean {
  return request.supersededAt != null && request.manualMergeCandidate.status === "PROCESSED";
}
