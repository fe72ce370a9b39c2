/** The page of one plan: what stops it, what would become of all, the report, the signature, and its run. */
import "../styles/runs.css";
import { lazy, Suspense, useState } from "react";
import { graphql } from "react-relay";
import { Link, useParams } from "wouter";
import type { planPageLiveQuery } from "../__generated__/planPageLiveQuery.graphql";
import type { planPageQuery, planPageQuery$data } from "../__generated__/planPageQuery.graphql";
import type { planPageStaleQuery } from "../__generated__/planPageStaleQuery.graphql";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { loadingOnce } from "../components/later";
import { LinkButton } from "../components/link-button";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { TrailLink } from "../components/trail-link";
import { OrganisationLink } from "../organisations/organisation-name";
import { runPath } from "../runs/run-path";
import { Steps } from "../runs/steps";
import { usePlansTexts } from "../texts/plans-texts";
import { useTexts } from "../texts/texts";
import { PlanCounts } from "./plan-counts";
import { PlanItems } from "./plan-items";
import { PlanReport } from "./plan-report";
import { PlanStanding } from "./plan-standing";
import { PlanStatus } from "./plan-status";
import { SignPlan } from "./sign-plan";
import { WithdrawPlan } from "./withdraw-plan";

const NewPlan = lazy(loadingOnce(() => import("./new-plan")));

type Node = NonNullable<planPageQuery$data["node"]>;
type Plan = Extract<Node, { readonly __typename: "OrganisationPlan" }>;

/** So many digits set two plans apart at a glance. */
const SHOWN_OF_HASH = 8;

/** Show the plan, or say that there is none any more. */
export default function PlanPage() {
  const texts = useTexts();
  const labels = usePlansTexts();
  const { id = "" } = useParams<{ id: string }>();
  const { node } = usePageQuery<planPageQuery>(PLAN, { id: decodeURIComponent(id) });
  if (node?.__typename !== "OrganisationPlan") {
    return (
      <Page
        title={labels.title}
        actions={<LinkButton to="/organisations">{texts.menu.organisations}</LinkButton>}
      >
        <Notice kind="note">
          <p>{texts.errors.messages["Plan not found"]}</p>
        </Notice>
      </Page>
    );
  }
  return <OnePlan plan={node} />;
}

/** Whoever else signs it meanwhile is seen within seconds, and how far its run has come. */
function OnePlan({ plan }: { plan: Plan }) {
  const labels = usePlansTexts();
  const [dialog, setDialog] = useState<"sign" | "anew" | "withdraw" | null>(null);
  const isOver = ["DONE", "WITHDRAWN"].includes(plan.status);
  useLiveQuery<planPageLiveQuery>(LIVE, { id: plan.id }, { isAsked: !isOver });
  const isOpen = ["OPEN", "BLOCKED"].includes(plan.status);
  const close = () => setDialog(null);
  const goesAlong = plan.keepsSource ? labels.goesWithTransfer : labels.goesWithMerge;
  return (
    <Page
      title={plan.keepsSource ? labels.transfer : labels.merge}
      actions={
        isOpen && (
          <>
            {plan.status === "OPEN" && (
              <Button variant="primary" onPress={() => setDialog("sign")}>
                {labels.sign}
              </Button>
            )}
            <Button onPress={() => setDialog("anew")}>{labels.anew}</Button>
            <Button variant="danger" onPress={() => setDialog("withdraw")}>
              {labels.withdraw}
            </Button>
          </>
        )
      }
    >
      <p className="filters" role="status">
        <PlanStatus of={plan} />
        {plan.run != null && (
          <>
            <Steps of={plan.run} />
            <Link href={runPath(plan.run.id)}>{labels.run}</Link>
          </>
        )}
        <TrailLink row={plan.databaseId} />
      </p>
      <PlanStanding plan={plan} />
      {isOpen && <p>{plan.status === "OPEN" ? labels.openMeans : labels.blockedMeans}</p>}
      {isOpen && (
        <QueryBoundary>
          <Staleness id={plan.id} />
        </QueryBoundary>
      )}
      <section className="sheet">
        <p>
          {labels.source}: <OrganisationLink of={plan.source} />
        </p>
        <p>
          {labels.goal}: <OrganisationLink of={plan.target} />
        </p>
        <p>
          {labels.plannedAt} <Moment at={plan.insertedAt} />
          {plan.plannedByName != null && (
            <>
              {" · "}
              {labels.plannedBy} <bdi>{plan.plannedByName}</bdi>
            </>
          )}{" "}
          · {labels.expiresAt} <Moment at={plan.expiresAt} />
        </p>
        <p>
          {labels.goesAlong}: {goesAlong(plan.source.name ?? "—", plan.target.name ?? "—")}
        </p>
        <details>
          <summary>
            {labels.hash}: <code>{plan.planHash.slice(0, SHOWN_OF_HASH)}…</code>
          </summary>
          <p>
            <code className="wrapped">{plan.planHash}</code>
          </p>
          <p className="faint">{labels.hashMeans}</p>
        </details>
      </section>
      <PlanReport id={plan.id} />
      <PlanCounts of={plan.counts} isDone={plan.status === "DONE"} />
      <PlanItems id={plan.id} counts={plan.counts} />
      {dialog === "sign" && <SignPlan plan={plan} onClose={close} />}
      {dialog === "withdraw" && <WithdrawPlan id={plan.id} onClose={close} />}
      {dialog === "anew" && (
        <Suspense>
          <NewPlan
            source={named(plan.source)}
            former={{ keepsSource: plan.keepsSource, target: named(plan.target) }}
            onClose={close}
          />
        </Suspense>
      )}
    </Page>
  );
}

function named<Place extends { readonly name: string | null | undefined }>(place: Place) {
  return { ...place, name: place.name ?? "" };
}

/** Whether anything is other by now is looked at by itself: of large organisations that takes a while. */
function Staleness({ id }: { id: string }) {
  const texts = useTexts();
  const { node } = usePageQuery<planPageStaleQuery>(STALE, { id });
  if (node?.isStale !== true) return null;
  return (
    <Notice kind="note">
      <p>{texts.errors.messages["Plan is out of date"]}</p>
    </Notice>
  );
}

const PLAN = graphql`
  query planPageQuery($id: ID!) {
    node(id: $id) {
      __typename
      ... on OrganisationPlan {
        id
        databaseId
        planHash
        counts
        plannedByName
        insertedAt
        expiresAt
        source {
          id
          name
          ancestors {
            id
          }
        }
        target {
          id
          name
        }
        status
        keepsSource
        blockedBy
        signedAt
        signedByName
        withdrawnAt
        withdrawnByName
        withdrawalReason
        run {
          ...planStanding_run @relay(mask: false)
        }
        runUnderWay {
          ...planStanding_other @relay(mask: false)
        }
      }
    }
  }
`;
const LIVE = graphql`
  query planPageLiveQuery($id: ID!) {
    node(id: $id) {
      ... on OrganisationPlan {
        id
        status
        blockedBy
        signedAt
        signedByName
        withdrawnAt
        withdrawnByName
        withdrawalReason
        run {
          ...planStanding_run @relay(mask: false)
        }
        runUnderWay {
          ...planStanding_other @relay(mask: false)
        }
      }
    }
  }
`;
const STALE = graphql`
  query planPageStaleQuery($id: ID!) {
    node(id: $id) {
      ... on OrganisationPlan {
        id
        isStale
      }
    }
  }
`;
