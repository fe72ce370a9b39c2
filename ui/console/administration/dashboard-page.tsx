/** The dashboard: what waits, what was decided and declared in two weeks, what failed. */
import "../styles/dashboard.css";
import type { ReactNode } from "react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { dashboardPageLiveQuery } from "../__generated__/dashboardPageLiveQuery.graphql";
import type { dashboardPageQuery } from "../__generated__/dashboardPageQuery.graphql";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { daysOfTrail } from "../components/address";
import { BarChart } from "../components/bar-chart";
import { Moment } from "../components/moment";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { useChartsTexts } from "../texts/charts-texts";
import { useFormats, useTexts } from "../texts/texts";
import { WaitingCharts } from "./waiting-charts";

const statuses = [
  "DECLARED",
  "REGISTERED",
  "CERTIFIED",
  "ISSUED",
  "REJECTED",
  "ARCHIVED",
  "ANNULLED",
] as const;

/** Show the figures and the charts. */
export default function DashboardPage() {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.dashboard;
  const charts = useChartsTexts();
  const { overview, messageQueueOverview: queue } = usePageQuery<dashboardPageQuery>(OVERVIEW, {});
  useLiveQuery<dashboardPageLiveQuery>(QUEUE, {});
  const dayOf = (day: string) => ({ name: formats.day(day), label: formats.shortDay(day) });
  const declared = overview.decisions.map(({ day }) => ({
    ...dayOf(day),
    parts: statuses.map((status) => {
      const declarations = overview.declarations.find(
        (entry) => entry.day === day && entry.status === status,
      );
      const address = `/records?${new URLSearchParams({ status, declaredFrom: day, declaredTo: day })}`;
      return { count: declarations?.count ?? 0, address };
    }),
  }));
  const decided = overview.decisions.map(({ day, merged, split, trashed }) => ({
    ...dayOf(day),
    parts: Object.entries({ merged, split, trashed }).map(([participle, count]) => ({
      count,
      address: `/trail?action=merge_request.${participle}&${daysOfTrail(day, day)}`,
    })),
  }));
  const { judgedPairs, agreedPairs } = overview;
  const agreement = judgedPairs === 0 ? "—" : `${Math.round((100 * agreedPairs) / judgedPairs)} %`;
  return (
    <Page title={texts.menu.dashboard}>
      <dl className="figures">
        <Figure label={labels.waiting} value={formats.number(overview.waitingCandidates)}>
          {overview.oldestWaitingSince != null && (
            <>
              {labels.oldest} <Moment at={overview.oldestWaitingSince} />{" "}
            </>
          )}
          <Link href="/statistics#review">{charts.waiting.cameAndWent}</Link>
        </Figure>
        <Figure label={labels.agreement} value={agreement}>
          {judgedPairs === 0
            ? labels.noneJudged
            : labels.agreementOf(formats.number(agreedPairs), formats.number(judgedPairs))}
        </Figure>
        <Figure label={labels.failed} value={formats.number(queue.failed)}>
          {queue.failed > 0 && <Link href="/messages?status=FAILED">{labels.seeFailed}</Link>}
        </Figure>
        <Figure label={labels.messagesWaiting} value={formats.number(queue.enqueued)}>
          {queue.oldestEnqueuedAt != null && (
            <>
              {labels.oldest} <Moment at={queue.oldestEnqueuedAt} />
            </>
          )}
        </Figure>
      </dl>
      <QueryBoundary>
        <WaitingCharts />
      </QueryBoundary>
      <BarChart
        title={labels.decisions}
        kind={charts.day}
        series={[
          texts.decisionStatuses.MERGE,
          texts.decisionStatuses.SPLIT,
          texts.decisionStatuses.TRASH,
        ]}
        bars={decided}
        emptyText={charts.waiting.noDecisions}
      />
      <BarChart
        title={labels.declarations}
        kind={charts.day}
        series={statuses.map((status) => texts.records.statuses[status])}
        bars={declared}
        emptyText={charts.waiting.noDeclarations}
      />
    </Page>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly children: ReactNode;
}

function Figure({ label, value, children }: FigureProps) {
  return (
    <div className="sheet">
      <dt>{label}</dt>
      <dd className="number">{value}</dd>
      <dd>{children}</dd>
    </div>
  );
}

const OVERVIEW = graphql`
  query dashboardPageQuery {
    overview {
      waitingCandidates
      oldestWaitingSince
      judgedPairs
      agreedPairs
      decisions {
        day
        merged
        split
        trashed
      }
      declarations {
        day
        status
        count
      }
    }
    messageQueueOverview {
      enqueued
      failed
      oldestEnqueuedAt
    }
  }
`;
/** The only figures here that move while somebody looks, and cost little. */
const QUEUE = graphql`
  query dashboardPageLiveQuery {
    messageQueueOverview {
      enqueued
      failed
      oldestEnqueuedAt
    }
  }
`;
