/** What has to be done about a sync as it stands. */

/** By the texts that say it. */
export type ToDo = "nothing" | "wait" | "approve" | "token" | "rights" | "again" | "rejected";

interface Standing {
  readonly status: string;
  readonly lastError?: string | null | undefined;
  readonly counts: { readonly rejected: number };
}

/** In the words of the server, as `rules/sources.py` has them. */
const stops: Readonly<Record<string, ToDo>> = {
  "The source no longer accepts the token": "token",
  "The source does not let the token read the group": "rights",
};

/** Return it; null where somebody ended the sync, which they know of. */
export function toDo({ status, lastError, counts }: Standing): ToDo | null {
  if (status === "HELD") return "approve";
  if (status === "FAILED") return stops[lastError ?? ""] ?? "again";
  if (status === "SUCCEEDED") return counts.rejected > 0 ? "rejected" : "nothing";
  return status === "CANCELLED" ? null : "wait";
}
