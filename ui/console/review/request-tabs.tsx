/** How many requests each list of a reviewer has, as the links to the lists. */
import { Suspense } from "react";
import { fetchQuery, graphql } from "react-relay";
import type { Environment } from "relay-runtime";
import type { requestTabsQuery } from "../__generated__/requestTabsQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Tabs } from "../components/tabs";
import { useFormats, useTexts } from "../texts/texts";

const lists = ["open", "postponed", "decided", "otherwise", "asked"] as const;
type Counts = Readonly<Record<(typeof lists)[number], number | null>>;

/** Show the links; the list waits for no count. */
export function RequestTabs({ show }: { show: string }) {
  return (
    <Suspense fallback={<Links show={show} counts={null} />}>
      <CountedTabs show={show} />
    </Suspense>
  );
}

function CountedTabs({ show }: { show: string }) {
  const { mergeRequests, asked } = usePageQuery<requestTabsQuery>(COUNTS, {});
  const counts = {
    open: mergeRequests.openCount,
    postponed: mergeRequests.postponedCount,
    decided: mergeRequests.decidedCount,
    otherwise: mergeRequests.decidedOtherwiseCount,
    asked: asked.totalCount ?? null,
  };
  return <Links show={show} counts={counts} />;
}

function Links({ show, counts }: { show: string; counts: Counts | null }) {
  const { requests } = useTexts();
  const { number } = useFormats();
  const tabs = lists.map((name) => {
    const count = counts?.[name] ?? null;
    return {
      name,
      text: requests.filters[name],
      address: `/requests?show=${name}`,
      count: count === null ? null : number(count),
    };
  });
  return <Tabs label={requests.tabs} tabs={tabs} shown={show} />;
}

/** Count anew, after an act that moves a request from one list to another. */
export function refreshCounts(environment: Environment): void {
  fetchQuery<requestTabsQuery>(environment, COUNTS, {}).subscribe({});
}

const COUNTS = graphql`
  query requestTabsQuery {
    mergeRequests(first: 0) {
      openCount
      postponedCount
      decidedCount
      decidedOtherwiseCount
    }
    asked: mergeRequests(first: 0, filter: { hasUnmergeRequest: true }) {
      totalCount
    }
  }
`;
