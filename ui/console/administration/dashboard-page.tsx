/** The dashboard: what waits, what was decided and declared in two weeks, what failed. */
import "../styles/dashboard.css";
import type { ReactNode } from "react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { dashboardPageLiveQuery } from "../__generated__/dashboardPageLiveQuery.graphql";
import type { dashboardPageQuery } from "../__generated__/dashboardPageQuery.graphql";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { BarChart } from "../components/bar-chart";
import { Moment } from "../components/moment";
import { Page } from "../components/page";
import { useFormats, useTexts } from "../texts/texts";

const statuses = ["DECLARED", "REGISTERED", "CERTIFIED", "ISSUED", "REJECTED", "ARCHIVED"] as const;

/** Show the figures and the charts. */
export default function DashboardPage() {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.dashboard;
  const { overview, messageQueueOverview: queue } = usePageQuery<dashboardPageQuery>(OVERVIEW, {});
  useLiveQuery<dashboardPageLiveQuery>(QUEUE, {});
  const days = overview.decisions.map(({ day }) => day);
  const declared = days.map((day) => ({
    day,
    counts: statuses.map((status) => {
      const declarations = overview.declarations.find(
        (entry) => entry.day === day && entry.status === status,
      );
      return declarations?.count ?? 0;
    }),
  }));
  const decided = overview.decisions.map(({ day, merged, split, trashed }) => ({
    day,
    counts: [merged, split, trashed],
  }));
  const { judgedPairs, agreedPairs } = overview;
  const agreement = judgedPairs === 0 ? "—" : `${Math.round((100 * agreedPairs) / judgedPairs)} %`;
  return (
    <Page title={texts.menu.dashboard}>
      <dl className="figures">
        <Figure label={labels.waiting} value={formats.number(overview.waitingCandidates)}>
          {overview.oldestWaitingSince != null && (
            <>
              {labels.oldest} <Moment at={overview.oldestWaitingSince} />
            </>
          )}
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
      <BarChart
        title={labels.decisions}
        names={[
          texts.decisionStatuses.MERGE,
          texts.decisionStatuses.SPLIT,
          texts.decisionStatuses.TRASH,
        ]}
        days={decided}
        emptyText={labels.noDecisions}
      />
      <BarChart
        title={labels.declarations}
        names={statuses.map((status) => texts.records.statuses[status])}
        days={declared}
        emptyText={labels.noDeclarations}
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
