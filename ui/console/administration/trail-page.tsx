/** The audit trail: every change there was, narrowed by anything that an entry says. */
import { useDeferredValue } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { useSearchParams } from "wouter";
import type { trailPage_list$key } from "../__generated__/trailPage_list.graphql";
import type { trailPageQuery } from "../__generated__/trailPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Boundary } from "../parts/boundary";
import { Endless } from "../parts/endless";
import { Tick } from "../parts/fields";
import { Narrowing } from "../parts/narrowing";
import { Page } from "../parts/page";
import { useTexts } from "../texts/texts";
import { TrailEntry } from "./trail-entry";
import { type Filters, filterNames, TrailFilters } from "./trail-filters";

/** Each open console renews its session every ten minutes, and each renewal is an entry. */
const RENEWED = "session.renewed";

/** Shows the trail as the address narrows it; renewals of sessions only where they are wanted. */
export default function TrailPage() {
  const texts = useTexts();
  const [search, setSearch] = useSearchParams();
  const given = filterNames.map((name) => [name, search.get(name) ?? ""] as const);
  const filters = Object.fromEntries(given) as Filters;
  const oldestFirst = search.get("order") === "oldest";
  const areRenewalsShown = search.get("renewals") === "shown";
  // Who asks for one row, one request or one action is told all of it.
  const isAboutOne = filters.action + filters.resourceId + filters.correlationId !== "";
  function narrow(next: Filters, isOldestFirst: boolean, withRenewals: boolean) {
    const said = Object.entries(next).filter(([, value]) => value !== "");
    if (isOldestFirst) said.push(["order", "oldest"]);
    if (withRenewals) said.push(["renewals", "shown"]);
    setSearch(Object.fromEntries(said));
  }
  const said = Object.fromEntries(given.filter(([, value]) => value !== ""));
  const isWithoutRenewals = !areRenewalsShown && !isAboutOne;
  const wanted = useDeferredValue(
    JSON.stringify({
      filter: isWithoutRenewals ? { ...said, actionNot: [RENEWED] } : said,
      order: oldestFirst ? "INSERTED_AT_ASC" : "INSERTED_AT_DESC",
    }),
  );
  return (
    <Page title={texts.trail.title}>
      <Narrowing isInUse={Object.keys(said).length > 0}>
        <Boundary>
          <TrailFilters
            key={JSON.stringify([given, oldestFirst])}
            filters={filters}
            isOldestFirst={oldestFirst}
            onNarrow={(next, isOldestFirst) => narrow(next, isOldestFirst, areRenewalsShown)}
          />
        </Boundary>
      </Narrowing>
      {!isAboutOne && (
        <Tick
          label={texts.trail.showRenewals}
          isTicked={areRenewalsShown}
          onChange={(isTicked) => narrow(filters, oldestFirst, isTicked)}
        />
      )}
      <Boundary of={wanted}>
        <Entries variables={JSON.parse(wanted) as trailPageQuery["variables"]} />
      </Boundary>
    </Page>
  );
}

function Entries({ variables }: { variables: trailPageQuery["variables"] }) {
  const texts = useTexts();
  const query = usePageQuery<trailPageQuery>(
    graphql`
      query trailPageQuery($filter: AuditLogFilter, $order: AuditLogOrderBy!) {
        ...trailPage_list @arguments(filter: $filter, order: $order)
      }
    `,
    variables,
  );
  const list = usePaginationFragment<trailPageQuery, trailPage_list$key>(LIST, query);
  const rows = rowsOf(list.data.auditLog.edges);
  return (
    <>
      <ul className="rows trail">
        {rows.map((entry) => (
          <TrailEntry key={entry.id} entry={entry} />
        ))}
      </ul>
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(30)}
        isEmpty={rows.length === 0}
        none={texts.trail.none}
      />
    </>
  );
}

const LIST = graphql`
  fragment trailPage_list on Query
  @refetchable(queryName: "trailPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 30 }
    after: { type: "String" }
    filter: { type: "AuditLogFilter" }
    order: { type: "AuditLogOrderBy", defaultValue: INSERTED_AT_DESC }
  ) {
    auditLog(first: $first, after: $after, filter: $filter, orderBy: $order)
      @connection(key: "trailPage_auditLog") {
      edges {
        node {
          id
          ...trailEntry_entry
        }
      }
    }
  }
`;
