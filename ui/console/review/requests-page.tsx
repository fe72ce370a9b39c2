/** A reviewer's own requests: those open, those postponed, those decided, as long as the list is. */
import { useDeferredValue } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { requestsPage_list$key } from "../__generated__/requestsPage_list.graphql";
import type {
  MergeRequestOrderBy,
  MergeRequestStatus,
  requestsPageQuery,
} from "../__generated__/requestsPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Boundary } from "../parts/boundary";
import { Endless } from "../parts/endless";
import { Choice } from "../parts/fields";
import { Page } from "../parts/page";
import { useFormats, useTexts } from "../texts/texts";

/** What the list can be narrowed to; the API tells open ones unless it is told otherwise. */
const shows = {
  open: null,
  postponed: ["POSTPONE"],
  decided: ["MERGE", "SPLIT", "TRASH"],
  merged: ["MERGE"],
  split: ["SPLIT"],
  trashed: ["TRASH"],
  all: ["NEW", "POSTPONE", "MERGE", "SPLIT", "TRASH"],
} as const satisfies Record<string, readonly MergeRequestStatus[] | null>;
type Show = keyof typeof shows;

/** Shows the list as the address says: `?show=decided&order=INSERTED_AT_ASC`. */
export default function RequestsPage() {
  const texts = useTexts();
  const [search, setSearch] = useSearchParams();
  const show = (search.get("show") ?? "open") as Show;
  const order = (search.get("order") ?? "INSERTED_AT_DESC") as MergeRequestOrderBy;
  const narrow = (name: string, value: string) =>
    setSearch((earlier) => ({ ...Object.fromEntries(earlier), [name]: value }));
  const status = shows[show] ?? null;
  const wanted = useDeferredValue(JSON.stringify({ filter: status && { status }, order }));
  return (
    <Page title={texts.requests.title}>
      <div className="filters">
        <Choice
          label={texts.requests.show}
          value={show}
          onChange={(value) => narrow("show", value)}
          options={texts.requests.shows}
        />
        <Choice
          label={texts.lists.order}
          value={order}
          onChange={(value) => narrow("order", value)}
          options={texts.requests.orders}
        />
      </div>
      <Boundary of={wanted}>
        <Requests variables={JSON.parse(wanted) as requestsPageQuery["variables"]} />
      </Boundary>
    </Page>
  );
}

function Requests({ variables }: { variables: requestsPageQuery["variables"] }) {
  const texts = useTexts();
  const formats = useFormats();
  const query = usePageQuery<requestsPageQuery>(
    graphql`
      query requestsPageQuery($filter: MergeRequestFilter, $order: MergeRequestOrderBy!) {
        ...requestsPage_list @arguments(filter: $filter, order: $order)
      }
    `,
    variables,
  );
  const list = usePaginationFragment<requestsPageQuery, requestsPage_list$key>(LIST, query);
  const rows = rowsOf(list.data.mergeRequests.edges);
  return (
    <>
      <ul className="rows">
        {rows.map((request) => {
          const { person, masterPerson } = request.manualMergeCandidate.mergeCandidate;
          return (
            <li key={request.id}>
              <Link href={`/requests/${encodeURIComponent(request.id)}`}>
                {person.firstName} {person.lastName} · {masterPerson.firstName}{" "}
                {masterPerson.lastName}
              </Link>
              <span className={`badge ${request.status.toLowerCase()}`}>
                {texts.decisions[request.status]}
              </span>
              {request.supersededAt !== null && (
                <span className="badge">{texts.requests.superseded}</span>
              )}
              <time dateTime={request.insertedAt}>{formats.time(request.insertedAt)}</time>
              {request.comment !== null && <p className="faint">{request.comment}</p>}
            </li>
          );
        })}
      </ul>
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(20)}
        isEmpty={rows.length === 0}
        none={texts.requests.none}
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
          manualMergeCandidate {
            mergeCandidate {
              person {
                firstName
                lastName
              }
              masterPerson {
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
