/** How a plan stands: withdrawn, blocked, to be signed, or what becomes of its run. */
import { Status } from "../components/status";
import { type PlansTexts, usePlansTexts } from "../texts/plans-texts";
import { type RunsTexts, useRunsTexts } from "../texts/runs-texts";

type RunStatus = keyof RunsTexts["statuses"];

interface PlanStatusProps {
  readonly of: {
    readonly status: keyof PlansTexts["statuses"];
    readonly run?: { readonly status: RunStatus } | null | undefined;
  };
}

/** Show it in a word. */
export function PlanStatus({ of: { status, run } }: PlanStatusProps) {
  const labels = usePlansTexts();
  const runs = useRunsTexts();
  if (run != null && status !== "WITHDRAWN") {
    return <Status of={run.status}>{runs.statuses[run.status]}</Status>;
  }
  return <Status of={status}>{labels.statuses[status]}</Status>;
}
