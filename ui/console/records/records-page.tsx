/** The registrar's work lists: records by status, and the search for one. */
import { useDeferredValue } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { recordsPage_list$key } from "../__generated__/recordsPage_list.graphql";
import type {
  recordsPageQuery,
  VitalEventOrderBy,
} from "../__generated__/recordsPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Boundary } from "../parts/boundary";
import { LinkButton } from "../parts/button";
import { Endless } from "../parts/endless";
import { Narrowing } from "../parts/narrowing";
import { Page } from "../parts/page";
import { useFormats, useTexts } from "../texts/texts";
import { subjectOf } from "./details";
import { filterOf, RecordsSearch, type Search, searchNames } from "./records-search";

/** Shows the list as the address narrows it: `?status=DECLARED&kind=BIRTH`. */
export default function RecordsPage() {
  const texts = useTexts();
  const [params, setParams] = useSearchParams();
  const given = searchNames.map((name) => [name, params.get(name) ?? ""] as const);
  const search = Object.fromEntries(given) as Search;
  const order: VitalEventOrderBy =
    search.order === "oldest" ? "INSERTED_AT_ASC" : "INSERTED_AT_DESC";
  const wanted = useDeferredValue(JSON.stringify({ filter: filterOf(search), order }));
  return (
    <Page
      title={texts.records.title}
      actions={
        <LinkButton to="/declare" look="primary">
          {texts.menu.declare}
        </LinkButton>
      }
    >
      <Narrowing isInUse={params.size > 0}>
        <RecordsSearch
          key={params.toString()}
          search={search}
          onSearch={(next) =>
            setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")))
          }
        />
      </Narrowing>
      <Boundary of={wanted}>
        <Records variables={JSON.parse(wanted) as recordsPageQuery["variables"]} />
      </Boundary>
    </Page>
  );
}

function Records({ variables }: { variables: recordsPageQuery["variables"] }) {
  const texts = useTexts();
  const formats = useFormats();
  const query = usePageQuery<recordsPageQuery>(
    graphql`
      query recordsPageQuery($filter: VitalEventFilter, $order: VitalEventOrderBy!) {
        ...recordsPage_list @arguments(filter: $filter, order: $order)
      }
    `,
    variables,
  );
  const list = usePaginationFragment<recordsPageQuery, recordsPage_list$key>(LIST, query);
  const rows = rowsOf(list.data.vitalEvents.edges);
  return (
    <>
      <ul className="rows">
        {rows.map((event) => (
          <li key={event.id}>
            <Link href={`/records/${encodeURIComponent(event.id)}`}>{subjectOf(event)}</Link>
            <span className="badge">{texts.records.kinds[event.kind]}</span>
            <span className={`badge ${event.status.toLowerCase()}`}>
              {texts.records.statuses[event.status]}
            </span>
            <code>{event.registrationNumber ?? event.trackingId}</code>
            <time dateTime={event.insertedAt}>{formats.time(event.insertedAt)}</time>
          </li>
        ))}
      </ul>
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(20)}
        isEmpty={rows.length === 0}
        none={texts.records.none}
      />
    </>
  );
}

const LIST = graphql`
  fragment recordsPage_list on Query
  @refetchable(queryName: "recordsPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    filter: { type: "VitalEventFilter" }
    order: { type: "VitalEventOrderBy", defaultValue: INSERTED_AT_DESC }
  ) {
    vitalEvents(first: $first, after: $after, filter: $filter, orderBy: $order)
      @connection(key: "recordsPage_vitalEvents") {
      edges {
        node {
          id
          kind
          status
          trackingId
          registrationNumber
          insertedAt
          ...details_event
        }
      }
    }
  }
`;
