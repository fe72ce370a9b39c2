/** The page of the reviewer's merge requests: open, postponed, decided. */

import { lazy, Suspense } from "react";
import { graphql, usePaginationFragment, useRelayEnvironment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { requestsPage_list$key } from "../__generated__/requestsPage_list.graphql";
import type {
  MergeRequestStatus,
  requestsPageQuery,
} from "../__generated__/requestsPageQuery.graphql";
import { nextPage } from "../api/all-pages";
import { useAsked } from "../api/asked";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { choiceOf, isDay } from "../components/address";
import { ExportButton } from "../components/export-button";
import { Select, TextField } from "../components/fields";
import { LoadMore } from "../components/load-more";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { type RowPlace, Rows } from "../components/rows";
import { SavedFilters } from "../components/saved-filters";
import { WrongMerge } from "../merges/wrong-merge";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats, useTexts } from "../texts/texts";
import { Outcome } from "./outcome-of-row";
import { isOutdated, Outdated } from "./outdated";
import { PairRow } from "./pair-row";
import { RequestTabs, refreshCounts } from "./request-tabs";
import { TakeBack } from "./take-back";
import { isWithOthers } from "./with-others";

/** Few merges are wrong: the others do not load it. */
const AskedBack = lazy(() => import("../merges/asked-back"));

/** The filter that shows a status alone; requests that are NEW are shown among the open ones. */
const filterByStatus = {
  NEW: "open",
  POSTPONE: "postponed",
  MERGE: "merged",
  SPLIT: "split",
  TRASH: "trashed",
} as const satisfies Record<MergeRequestStatus, string>;
const statuses = Object.keys(filterByStatus) as MergeRequestStatus[];
type Filter =
  | (typeof filterByStatus)[MergeRequestStatus]
  | "decided"
  | "otherwise"
  | "settled"
  | "asked"
  | "all";
type Asked = NonNullable<requestsPageQuery["variables"]["filter"]>;

/** The lists in which there are merged pairs. */
const WITH_MERGED: readonly string[] = ["merged", "decided", "settled", "asked"] satisfies Filter[];

/** The lists from which a pair is gone once its decision is taken back. */
const DECIDED: readonly string[] = ["decided", "merged", "split", "trashed"] satisfies Filter[];

/** Return what a filter asks of the API; nothing for the open requests, as the API has them. */
function askedBy(filter: string): Asked {
  if (filter === "all") return { status: statuses };
  if (filter === "decided") return { status: ["MERGE", "SPLIT", "TRASH"] };
  if (filter === "otherwise") return { isDecidedOtherwise: true };
  if (filter === "asked") return { hasUnmergeRequest: true };
  if (filter === "settled") return { isSettled: true };
  // What others settled meanwhile waits for nobody.
  if (filter === "postponed") return { status: ["POSTPONE"], isSuperseded: false };
  const shown = statuses.filter((status) => filterByStatus[status] === filter);
  return filter === "open" || shown.length === 0 ? {} : { status: shown };
}

/** Show the list that the address describes: `?show=decided&order=INSERTED_AT_ASC`. */
export default function RequestsPage() {
  const texts = useTexts();
  const judging = useJudgingTexts();
  const formats = useFormats();
  const [search, setSearch] = useSearchParams();
  const name = search.get("name")?.trim() ?? "";
  // Whoever looks for a name knows the least whether the pair is decided.
  const show = search.get("show") ?? (name === "" ? "open" : "all");
  const order = choiceOf(search.get("order"), judging.requests.orders, "INSERTED_AT_DESC");
  const setParameter = (name: string, value: string) =>
    setSearch((earlier) => ({ ...Object.fromEntries(earlier), [name]: value }));
  function findName(typed: string) {
    const { name: _, ...others } = Object.fromEntries(search);
    setSearch(typed === "" ? others : { ...others, name: typed }, { replace: true });
  }
  const since = search.get("since") ?? "";
  const isSince = show === "decided" && isDay(since);
  const filter = {
    ...askedBy(show),
    ...(name !== "" && { name }),
    ...(isSince && { decidedSince: new Date(`${since}T00:00`).toISOString() }),
  };
  const { variables, boundary } = useAsked<requestsPageQuery["variables"]>({ filter, order });
  const given = { filter, orderBy: order };
  return (
    <Page title={texts.requests.title} actions={<ExportButton list="requests" given={given} />}>
      <RequestTabs show={show} />
      <SavedFilters />
      <div className="filters" role="search">
        <TextField
          label={texts.records.name}
          type="search"
          value={search.get("name") ?? ""}
          onChange={findName}
        />
        <Select
          label={texts.requests.show}
          value={show}
          onChange={(value) => setParameter("show", value)}
          options={texts.requests.filters satisfies Record<Filter, string>}
        />
        <Select
          label={texts.lists.order}
          value={order}
          onChange={(value) => setParameter("order", value)}
          options={judging.requests.orders}
        />
      </div>
      {isSince && (
        <p>
          {judging.day.decidedSince(formats.day(since))}{" "}
          <Link href="/requests?show=decided">{judging.day.allDecided}</Link>
        </p>
      )}
      {WITH_MERGED.includes(show) && <WrongMerge />}
      {show === "postponed" && <p className="faint">{judging.hardCase}</p>}
      {show === "otherwise" && <p className="faint">{judging.day.otherwiseMeans}</p>}
      <QueryBoundary {...boundary}>
        <Requests variables={variables} show={show} />
      </QueryBoundary>
    </Page>
  );
}

interface RequestsProps {
  readonly variables: requestsPageQuery["variables"];
  readonly show: string;
}

function Requests({ variables, show }: RequestsProps) {
  const texts = useTexts();
  const judging = useJudgingTexts();
  const query = usePageQuery<requestsPageQuery>(
    graphql`
      query requestsPageQuery($filter: MergeRequestFilter, $order: MergeRequestOrderBy!) {
        ...requestsPage_list @arguments(filter: $filter, order: $order)
      }
    `,
    variables,
  );
  const list = usePaginationFragment<requestsPageQuery, requestsPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.mergeRequests.edges);
  const again = rows.filter(isOutdated);
  const others = rows.filter((request) => !isOutdated(request));
  const environment = useRelayEnvironment();
  const asRow = (request: (typeof rows)[number], place: RowPlace) => (
    <PairRow
      request={request}
      place={place}
      outcome={
        request.supersededAt !== null ? (
          <span className="badge">
            {isWithOthers(request) ? judging.requests.withOthers : texts.requests.superseded}
          </span>
        ) : (
          <Outcome of={request} isAmongDecided={DECIDED.includes(show)} />
        )
      }
      action={
        <TakeBack request={request} hasKey={false} onTakenBack={() => refreshCounts(environment)} />
      }
    >
      <Outdated fields={request.changedFields} />
      {request.unmergeRequests.length > 0 && (
        <Suspense>
          <AskedBack request={request} isShort />
        </Suspense>
      )}
      {request.comment !== null && (
        <p className="faint">
          {judging.whyLabel} <bdi>{request.comment}</bdi>
        </p>
      )}
    </PairRow>
  );
  return (
    <>
      {again.length > 0 && (
        <>
          <h2>{judging.requests.again}</h2>
          <Rows rows={again} hasNext={false} id="again" className="pairs">
            {asRow}
          </Rows>
          {others.length > 0 && <h2>{judging.requests.rest}</h2>}
        </>
      )}
      <Rows rows={others} hasNext={list.hasNext} className="pairs">
        {asRow}
      </Rows>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(nextPage(rows.length))}
        isEmpty={rows.length === 0}
        emptyText={judging.requests.empty}
      />
    </>
  );
}

const LIST = graphql`
  fragment requestsPage_list on Query
  @refetchable(queryName: "requestsPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    filter: { type: "MergeRequestFilter" }
    order: { type: "MergeRequestOrderBy", defaultValue: INSERTED_AT_DESC }
  ) {
    mergeRequests(first: $first, after: $after, filter: $filter, orderBy: $order)
      @connection(key: "requestsPage_mergeRequests") {
      edges {
        node {
          id
          status
          comment
          supersededAt
          insertedAt
          updatedAt
          withdrawnAt
          changedFields
          unmergeRequests {
            id
          }
          ...askedBack_request
          ...takeBack_request
          manualMergeCandidate {
            status
            insertedAt
            updatedAt
            mergeCandidate {
              person {
                firstName
                lastName
                masterPerson {
                  id
                }
              }
              masterPerson {
                id
                status
                firstName
                lastName
              }
            }
          }
        }
      }
    }
  }
`;
