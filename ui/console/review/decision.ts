/** What a reviewer can decide about a pair. */
import type { MergeRequestStatus } from "../__generated__/decidingMutation.graphql";

/** What `updateMergeRequest` may say: written out, for a status may be another mutation's. */
export type Decision = Extract<MergeRequestStatus, "MERGE" | "SPLIT" | "POSTPONE" | "TRASH">;

/** The decisions in the order of their buttons, with KeyboardEvent.code of their keys. */
export const decisions: readonly { status: Decision; code: string }[] = [
  { status: "MERGE", code: "KeyM" },
  { status: "SPLIT", code: "KeyS" },
  { status: "POSTPONE", code: "KeyP" },
  { status: "TRASH", code: "KeyT" },
];
