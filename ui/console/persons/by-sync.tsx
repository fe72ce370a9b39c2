/** Whom a sync brought, changed or ended: what the list of persons says where the page of a run led to it (rule S16). */
import { Link } from "wouter";
import { runPath } from "../runs/run-path";
import { useRunsTexts } from "../texts/runs-texts";
import { type BySyncFilter, bySync } from "./sync-filters";

interface BySyncProps {
  readonly filter: BySyncFilter;
  readonly run: string;
}

/** Say whom the list shows, with the way back. */
export default function BySync({ filter, run }: BySyncProps) {
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
