/** The sync of a link that was asked for last. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { lastSync_run$key } from "../__generated__/lastSync_run.graphql";
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import { runPath } from "../runs/run-path";
import { whyText } from "../runs/why";
import { useRunsTexts } from "../texts/runs-texts";
import { useSourcesTexts } from "../texts/sources-texts";
import { useTexts } from "../texts/texts";

/** Show how it stands and what it met, or that there was none. */
export function LastSync({ of }: { of: lastSync_run$key | null | undefined }) {
  const labels = useSourcesTexts();
  const runs = useRunsTexts();
  const run = useFragment(RUN, of ?? null);
  const texts = useTexts();
  // Of one that goes on it is what the last attempt met.
  const why = run?.attemptError ?? run?.lastError;
  if (run == null) return <span className="faint">{labels.never}</span>;
  return (
    <>
      <Link href={runPath(run.id)}>{labels.last}</Link>
      <Status of={run.status}>{runs.statuses[run.status]}</Status>
      <Moment at={run.finishedAt ?? run.insertedAt} />
      {why != null && <bdi className="faint">{whyText(why, texts, runs)}</bdi>}
    </>
  );
}

const RUN = graphql`
  fragment lastSync_run on Run {
    id
    status
    insertedAt
    finishedAt
    attemptError
    lastError
  }
`;
