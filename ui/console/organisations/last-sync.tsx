/** The sync of a link that was asked for last. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { lastSync_run$key } from "../__generated__/lastSync_run.graphql";
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import { runPath } from "../runs/run-path";
import { useRunsTexts } from "../texts/runs-texts";
import { useSourcesTexts } from "../texts/sources-texts";

/** Show how it stands, or that there was none. */
export function LastSync({ of }: { of: lastSync_run$key | null | undefined }) {
  const labels = useSourcesTexts();
  const runs = useRunsTexts();
  const run = useFragment(RUN, of ?? null);
  if (run == null) return <span className="faint">{labels.never}</span>;
  return (
    <>
      <Link href={runPath(run.id)}>{labels.last}</Link>
      <Status of={run.status}>{runs.statuses[run.status]}</Status>
      <Moment at={run.finishedAt ?? run.insertedAt} />
    </>
  );
}

const RUN = graphql`
  fragment lastSync_run on Run {
    id
    status
    insertedAt
    finishedAt
  }
`;
