/** How a plan stands: blocked, to be signed, or what becomes of its run. */
import { Status } from "../components/status";
import { usePlansTexts } from "../texts/plans-texts";
import { type RunsTexts, useRunsTexts } from "../texts/runs-texts";

type RunStatus = keyof RunsTexts["statuses"];

interface PlanStatusProps {
  readonly of: {
    readonly blockedBy: readonly string[];
    readonly run?: { readonly status: RunStatus } | null | undefined;
  };
}

/** Show it in a word. */
export function PlanStatus({ of: { blockedBy, run } }: PlanStatusProps) {
  const labels = usePlansTexts();
  const runs = useRunsTexts();
  if (run != null) return <Status of={run.status}>{runs.statuses[run.status]}</Status>;
  if (blockedBy.length > 0) return <Status of="BLOCKED">{labels.blocked}</Status>;
  return <Status of="OPEN">{labels.open}</Status>;
}
