/** What a reviewer can decide about a pair. */
import type { MergeRequestStatus } from "../__generated__/pairDecideMutation.graphql";

export type Decision = Exclude<MergeRequestStatus, "NEW">;

/** The decisions in the order of their buttons, with the places of their keys on a keyboard. */
export const decisions: readonly { status: Decision; key: string }[] = [
  { status: "MERGE", key: "KeyM" },
  { status: "SPLIT", key: "KeyS" },
  { status: "POSTPONE", key: "KeyP" },
  { status: "TRASH", key: "KeyT" },
];
