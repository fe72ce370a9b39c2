/** The page of explanations: what is owed first, by the day on which it is due, and what became of others. */
import { graphql, usePaginationFragment } from "react-relay";
import { useSearchParams } from "wouter";
import type { explanationsPage_list$key } from "../__generated__/explanationsPage_list.graphql";
import type { explanationsPageQuery } from "../__generated__/explanationsPageQuery.graphql";
import { nextPage } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { choiceOf } from "../components/address";
import { Select } from "../components/fields";
import { LoadMore } from "../components/load-more";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Rows } from "../components/rows";
import { useExplanationsTexts } from "../texts/explanations-texts";
import { Explanation } from "./explanation";

const filters = {
  open: { status: ["REQUESTED", "ASSIGNED"] },
  overdue: { overdue: true },
  answered: { status: ["ANSWERED"] },
  settled: { status: ["SHOWN", "REFUSED"] },
} as const;
type Show = keyof typeof filters;

/** Show what the address asks for: `?show=overdue`. */
export default function ExplanationsPage() {
  const labels = useExplanationsTexts();
  const [params, setParams] = useSearchParams();
  const show: Show = choiceOf(params.get("show"), filters, "open");
  return (
    <Page title={labels.title}>
      <div className="filters">
        <Select
          label={labels.show}
          value={show}
          onChange={(next) => setParams({ show: next })}
          options={labels.shows}
        />
      </div>
      <QueryBoundary resetKey={show}>
        <Explanations key={show} show={show} />
      </QueryBoundary>
    </Page>
  );
}

/** The first that was asked for is due first; of what is settled, the last comes first. */
function Explanations({ show }: { show: Show }) {
  const labels = useExplanationsTexts();
  const isNewestFirst = show === "settled";
  const filter = filters[show] as NonNullable<explanationsPageQuery["variables"]["filter"]>;
  const query = usePageQuery<explanationsPageQuery>(QUERY, {
    filter,
    ...(isNewestFirst ? { first: 20 } : { last: 20 }),
  });
  const list = usePaginationFragment<explanationsPageQuery, explanationsPage_list$key>(LIST, query);
  const found = nodesOf(list.data.explanationRequests.edges);
  const rows = isNewestFirst ? found : found.toReversed();
  const hasNext = isNewestFirst ? list.hasNext : list.hasPrevious;
  const load = isNewestFirst ? list.loadNext : list.loadPrevious;
  return (
    <>
      <Rows rows={rows} hasNext={hasNext}>
        {(request, place) => <Explanation request={request} place={place} />}
      </Rows>
      <LoadMore
        hasNext={hasNext}
        isLoading={isNewestFirst ? list.isLoadingNext : list.isLoadingPrevious}
        onLoadMore={() => load(nextPage(rows.length))}
        isEmpty={rows.length === 0}
        emptyText={labels.empty[show]}
      />
    </>
  );
}

const QUERY = graphql`
  query explanationsPageQuery($filter: ExplanationFilter, $first: Int, $last: Int) {
    ...explanationsPage_list @arguments(filter: $filter, first: $first, last: $last)
  }
`;
const LIST = graphql`
  fragment explanationsPage_list on Query
  @refetchable(queryName: "explanationsPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
    filter: { type: "ExplanationFilter" }
  ) {
    explanationRequests(
      first: $first
      after: $after
      last: $last
      before: $before
      filter: $filter
    ) @connection(key: "explanationsPage_explanationRequests") {
      edges {
        node {
          id
          ...explanation_request
        }
      }
    }
  }
`;
