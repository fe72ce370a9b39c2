/** Why a plan stands as it does: what stops it, who signed it and what came of that, or who withdrew it. */
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { planPageQuery$data } from "../__generated__/planPageQuery.graphql";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { OrganisationName } from "../organisations/organisation-name";
import type { Fact } from "../records/details";
import { FactList } from "../records/fact-list";
import { runPath } from "../runs/run-path";
import { whyText } from "../runs/why";
import { usePlansTexts } from "../texts/plans-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { useFormats, useTexts } from "../texts/texts";

type Node = NonNullable<planPageQuery$data["node"]>;
type Plan = Extract<Node, { readonly __typename: "OrganisationPlan" }>;

const UNDER_WAY = "Organisation has a run under way";

/** Show it; nothing of a plan that waits to be signed. */
export function PlanStanding({ plan }: { plan: Plan }) {
  if (plan.status === "WITHDRAWN") return <Withdrawn plan={plan} />;
  return (
    <>
      <Stopped plan={plan} />
      <Signed plan={plan} />
    </>
  );
}

function Withdrawn({ plan }: { plan: Plan }) {
  const labels = usePlansTexts();
  return (
    <Notice kind="note">
      <p>
        {labels.withdrawnBy} <bdi>{plan.withdrawnByName}</bdi>{" "}
        {plan.withdrawnAt != null && <Moment at={plan.withdrawnAt} />}
      </p>
      <p>
        <bdi>{plan.withdrawalReason}</bdi>
      </p>
    </Notice>
  );
}

/** All that stops it, in words, or why its run has stopped. */
function Stopped({ plan }: { plan: Plan }) {
  const texts = useTexts();
  const labels = usePlansTexts();
  const runs = useRunsTexts();
  const blocks: Readonly<Record<string, string>> = labels.blocks;
  const { blockedBy, run } = plan;
  if (run?.lastError != null) {
    return (
      <Notice kind="error">
        <p>{whyText(run.lastError, texts, runs)}</p>
      </Notice>
    );
  }
  // One that was signed since is as good as its run.
  if (run == null && blockedBy.length > 0) {
    return (
      <Notice kind="error">
        <p>{labels.blockedExplanation}</p>
        <ul>
          {blockedBy.map((block) => (
            <li key={block}>
              {block === UNDER_WAY ? <UnderWay plan={plan} /> : (blocks[block] ?? block)}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  if (run != null || plan.runUnderWay == null) return null;
  return (
    <Notice kind="note">
      <p>
        <UnderWay plan={plan} />
      </p>
    </Notice>
  );
}

/** What changes either organisation now: the plan says that something did, and cannot say that it is over. */
function UnderWay({ plan: { runUnderWay: run } }: { plan: Plan }) {
  const labels = usePlansTexts();
  const runs = useRunsTexts();
  if (run == null) return <>{labels.overByNow}</>;
  return (
    <>
      {labels.underWay} <Link href={runPath(run.id)}>{runs.kinds[run.kind]}</Link>
      {" · "}
      <OrganisationName of={run.organisation} />
      {" · "}
      {runs.statuses[run.status]}. {labels.underWayNext}
    </>
  );
}

function Signed({ plan: { signedAt, signedByName, run, keepsSource } }: { plan: Plan }) {
  const labels = usePlansTexts();
  const formats = useFormats();
  if (run == null || signedAt == null) return null;
  const { counts, finishedAt, status } = run;
  const names = Object.keys(labels.outcomes) as (keyof typeof labels.outcomes)[];
  const facts: readonly Fact[] = names
    .filter((name) => counts[name] > 0)
    .map((name) => [labels.outcomes[name], formats.number(counts[name])]);
  const isOver = status === "SUCCEEDED" && finishedAt != null;
  return (
    <Notice kind={isOver ? "done" : "note"}>
      <p>
        {labels.signedBy} <bdi>{signedByName ?? labels.unseen}</bdi> <Moment at={signedAt} />
        {isOver && (
          <>
            {" · "}
            {keepsSource ? labels.transferred : labels.merged} <Moment at={finishedAt} />
          </>
        )}
      </p>
      {facts.length > 0 && <FactList facts={facts} />}
    </Notice>
  );
}

void graphql`
  fragment planStanding_run on Run {
    id
    status
    stepsDone
    stepsKnown
    lastError
    finishedAt
    counts {
      changed
      unchanged
      rejected
      created
    }
  }
`;
void graphql`
  fragment planStanding_other on Run {
    id
    kind
    status
    organisation {
      id
      name
    }
  }
`;
