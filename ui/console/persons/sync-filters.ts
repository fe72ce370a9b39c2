/** How persons are found by a sync (rule S16). */

/** The filters of persons by a sync, and the outcome of its counts that each is of. */
export const bySync = {
  cameBySync: "created",
  changedBySync: "changed",
  endedBySync: "ended",
} as const;
export type BySyncFilter = keyof typeof bySync;

/** Return the list of those whom a sync met with an outcome. */
export function bySyncPath(filter: BySyncFilter, run: string): string {
  return `/persons?${new URLSearchParams({ [filter]: run })}`;
}
