/** How many requests each list of a reviewer has, as the links to the lists. */
import { Suspense } from "react";
import { fetchQuery, graphql } from "react-relay";
import type { Environment } from "relay-runtime";
import { Link } from "wouter";
import type { requestTabsQuery } from "../__generated__/requestTabsQuery.graphql";
import { usePageQuery } from "../api/queries";
import { useFormats, useTexts } from "../texts/texts";

const tabs = ["open", "decided", "otherwise"] as const;
type Counts = Readonly<Record<(typeof tabs)[number], number>>;

/** Show the links; the list waits for no count. */
export function RequestTabs({ show }: { show: string }) {
  return (
    <Suspense fallback={<Tabs show={show} counts={null} />}>
      <CountedTabs show={show} />
    </Suspense>
  );
}

function CountedTabs({ show }: { show: string }) {
  const { mergeRequests } = usePageQuery<requestTabsQuery>(COUNTS, {});
  const { openCount, decidedCount, decidedOtherwiseCount } = mergeRequests;
  const counts = { open: openCount, decided: decidedCount, otherwise: decidedOtherwiseCount };
  return <Tabs show={show} counts={counts} />;
}

function Tabs({ show, counts }: { show: string; counts: Counts | null }) {
  const { requests } = useTexts();
  const { number } = useFormats();
  return (
    <nav aria-label={requests.tabs}>
      <ul className="tabs">
        {tabs.map((tab) => (
          <li key={tab}>
            <Link href={`/requests?show=${tab}`} aria-current={tab === show ? "page" : undefined}>
              {requests.filters[tab]} {counts !== null && <b>{number(counts[tab])}</b>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Count anew, after an act that moves a request from one list to another. */
export function refreshCounts(environment: Environment): void {
  fetchQuery<requestTabsQuery>(environment, COUNTS, {}).subscribe({});
}

const COUNTS = graphql`
  query requestTabsQuery {
    mergeRequests(first: 0) {
      openCount
      decidedCount
      decidedOtherwiseCount
    }
  }
`;
