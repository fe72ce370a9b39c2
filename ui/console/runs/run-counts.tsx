/** What a run has met, in numbers, and of a sync that is over the ways to whom it met. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { runCounts_run$data, runCounts_run$key } from "../__generated__/runCounts_run.graphql";
import { type BySyncFilter, bySync, bySyncPath } from "../persons/sync-filters";
import type { Fact } from "../records/details";
import { FactList } from "../records/fact-list";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useRunsTexts } from "../texts/runs-texts";
import { useFormats } from "../texts/texts";
import { countedOf } from "./always-counted";

/** Show them; what it met none of is left out, save of a sync that is over what came, changed, ended or was refused. */
export function RunCounts({ of: key }: { of: runCounts_run$key }) {
  const labels = useRunsTexts();
  const formats = useFormats();
  const run = useFragment(RUN, key);
  const names = Object.keys(labels.counts) as (keyof typeof labels.counts)[];
  const isSynced = run.kind === "SYNC" && run.status === "SUCCEEDED";
  const met = isSynced
    ? countedOf(names, run.counts)
    : names.filter((name) => run.counts[name] > 0);
  const facts: readonly Fact[] = met.map((name) => [
    labels.counts[name],
    formats.number(run.counts[name]),
  ]);
  if (facts.length === 0) return null;
  return (
    <>
      <FactList facts={facts} />
      {isSynced && <Whom run={run} />}
    </>
  );
}

/** The lists of persons, for whoever has their page. */
function Whom({ run }: { run: runCounts_run$data }) {
  const { whom } = useRunsTexts();
  const viewer = useViewer();
  const hasPage =
    viewer.roles.includes("ADMIN") ||
    holdsSomewhere(viewer, "STEWARD") ||
    holdsSomewhere(viewer, "REGISTRAR");
  const filters = Object.keys(bySync) as readonly BySyncFilter[];
  const met = filters.filter((filter) => run.counts[bySync[filter]] > 0);
  if (!hasPage || met.length === 0) return null;
  return (
    <ul>
      {met.map((filter) => (
        <li key={filter}>
          <Link href={bySyncPath(filter, run.id)}>{whom[bySync[filter]]}</Link>
        </li>
      ))}
    </ul>
  );
}

const RUN = graphql`
  fragment runCounts_run on Run {
    id
    kind
    status
    counts {
      fetched
      created
      changed
      unchanged
      ended
      anonymised
      rejected
    }
  }
`;
