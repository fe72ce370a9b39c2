/** Whom a sync brought, changed or ended: what the list of persons says where the page of a run led to it (rule S16). */
import { Link } from "wouter";
import { runPath } from "../runs/run-path";
import { useRunsTexts } from "../texts/runs-texts";

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

interface BySyncProps {
  readonly filter: BySyncFilter;
  readonly run: string;
}

/** Say whom the list shows, with the way back. */
export function BySync({ filter, run }: BySyncProps) {
  const labels = useRunsTexts();
  return (
    <>
      <h2>{labels.whom[bySync[filter]]}</h2>
      <p>
        <span className="faint">{labels.whomExplanation}</span>{" "}
        <Link href={runPath(run)}>{labels.toRun}</Link>
      </p>
    </>
  );
}
