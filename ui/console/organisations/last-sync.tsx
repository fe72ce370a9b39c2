/** How the last sync of a link went, in words: when, whom it brought, and what has to be done. */
import type { ReactNode } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { lastSync_good$data, lastSync_good$key } from "../__generated__/lastSync_good.graphql";
import type { lastSync_run$data, lastSync_run$key } from "../__generated__/lastSync_run.graphql";
import { RecentMoment } from "../components/moment";
import { Status } from "../components/status";
import { countedOf } from "../runs/always-counted";
import { runPath } from "../runs/run-path";
import { type ToDo, toDo } from "../runs/to-do";
import { heldText, whyText } from "../runs/why";
import { useRunsTexts } from "../texts/runs-texts";
import { useSourcesTexts } from "../texts/sources-texts";
import { useFormats, useTexts } from "../texts/texts";

interface LastSyncProps {
  readonly of: lastSync_run$key | null | undefined;
  /** The one that went well last, which may be the same. */
  readonly good: lastSync_good$key | null | undefined;
  /** Whether nothing can be brought any more, so that there is nothing to do. */
  readonly isRetired?: boolean;
  /** What stands before it, such as whose it is. */
  readonly children?: ReactNode;
}

/** Show how it stands and what it met, or that there was none. */
export function LastSync({ of, good: goodKey, isRetired = false, children }: LastSyncProps) {
  const labels = useSourcesTexts();
  const texts = useTexts();
  const runs = useRunsTexts();
  const { number } = useFormats();
  const run = useFragment(RUN, of ?? null);
  const good = useFragment(GOOD, goodKey ?? null);
  if (run == null) return <span className="faint">{labels.never}</span>;
  // Of one that goes on it is what the last attempt met.
  const met = run.attemptError ?? run.lastError;
  const why = met == null ? heldText(run, runs, number) : whyText(met, texts, runs);
  const act = isRetired ? null : toDo(run);
  return (
    <>
      <p className="last-sync">
        {children}
        <Link href={runPath(run.id)}>{labels.last}</Link>
        <Status of={run.status}>{runs.statuses[run.status]}</Status>
        <RecentMoment at={run.finishedAt ?? run.insertedAt} />
        <span>
          <Brought run={run} />
        </span>
      </p>
      {why !== null && (
        <p>
          <bdi>{why}</bdi>
        </p>
      )}
      {run.status !== "SUCCEEDED" && (
        <p className="faint">
          {labels.unchanged} {good == null ? labels.noneGood : labels.lastGood}{" "}
          {good != null && <Good run={good} />}
        </p>
      )}
      {act !== null && <Act act={act} run={run} />}
    </>
  );
}

/** Say what has to be done, and lead to where. */
function Act({ act, run }: { readonly act: ToDo; readonly run: lastSync_run$data }) {
  const labels = useSourcesTexts();
  const path = act === "nothing" || act === "wait" ? null : runPath(run.id);
  return (
    <p>
      {labels.toDo} {labels.acts[act]}
      {path !== null && (
        <>
          {" "}
          <Link href={path}>{labels.toSync}</Link>
        </>
      )}
    </p>
  );
}

/** Say whom it has read, and what of that came on record. */
function Brought({ run }: { readonly run: Pick<lastSync_good$data, "status" | "counts"> }) {
  const labels = useSourcesTexts();
  const { number, list } = useFormats();
  const { fetched, ...others } = run.counts;
  if (run.status !== "SUCCEEDED") {
    return fetched === 0 ? labels.readNobody : labels.readBefore(fetched, number(fetched));
  }
  const names = Object.keys(labels.brought) as (keyof typeof labels.brought)[];
  const met = countedOf(names, others);
  const read = labels.read(fetched, number(fetched));
  return `${read}: ${list(met.map((name) => labels.brought[name](number(others[name]))))}`;
}

function Good({ run }: { readonly run: lastSync_good$data }) {
  const { comma } = useFormats();
  return (
    <>
      <Link href={runPath(run.id)}>
        <RecentMoment at={run.finishedAt ?? run.insertedAt} />
      </Link>
      {comma}
      <Brought run={run} />
    </>
  );
}

const RUN = graphql`
  fragment lastSync_run on Run {
    attemptError
    lastError
    ...why_run @relay(mask: false)
    ...lastSync_good @relay(mask: false)
  }
`;
const GOOD = graphql`
  fragment lastSync_good on Run {
    id
    status
    insertedAt
    finishedAt
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
