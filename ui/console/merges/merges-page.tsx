/** The page of all merges, the newest first. */

import { graphql, usePaginationFragment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { mergesPage_list$key } from "../__generated__/mergesPage_list.graphql";
import type { mergesPageMoreQuery } from "../__generated__/mergesPageMoreQuery.graphql";
import type { mergesPageQuery } from "../__generated__/mergesPageQuery.graphql";
import { useAsked } from "../api/asked";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { choiceOf } from "../components/address";
import { ExportButton } from "../components/export-button";
import { Select } from "../components/fields";
import { ListRows } from "../components/list-rows";
import { Moment } from "../components/moment";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Status } from "../components/status";
import { useMergesTexts } from "../texts/merges-texts";
import { useMergeName } from "./merge-names";
import { MergeTabs } from "./merge-tabs";

/** Show the merges that the address filters: `?state=standing&person=…`. */
export default function MergesPage() {
  const labels = useMergesTexts();
  const [params, setParams] = useSearchParams();
  const state = choiceOf(params.get("state"), labels.states, "all");
  const personId = params.get("person");
  const filter = {
    ...(state === "asked" && { hasOpenRequest: true }),
    ...((state === "standing" || state === "undone") && { isUndone: state === "undone" }),
    ...(personId === null ? {} : { personId }),
  };
  const { variables, boundary } = useAsked<mergesPageQuery["variables"]>({ filter });
  const narrow = (next: string, person: string | null) =>
    setParams({
      ...(next === "all" ? {} : { state: next }),
      ...(person === null ? {} : { person }),
    });
  return (
    <Page title={labels.title} actions={<ExportButton list="merges" given={{ filter }} />}>
      <MergeTabs shown={state === "asked" ? "asked" : "all"} />
      <div className="filters">
        <Select
          label={labels.state}
          value={state}
          onChange={(next) => narrow(next, personId)}
          options={labels.states}
        />
      </div>
      {personId !== null && (
        <p>
          {labels.ofPerson} <Link href="/merges">{labels.ofAll}</Link>
        </p>
      )}
      <QueryBoundary {...boundary}>
        <Merges {...variables} />
      </QueryBoundary>
    </Page>
  );
}

function Merges({ filter }: mergesPageQuery["variables"]) {
  const labels = useMergesTexts();
  const nameOf = useMergeName();
  const query = usePageQuery<mergesPageQuery>(
    graphql`
      query mergesPageQuery($filter: MergeFilter) {
        ...mergesPage_list @arguments(filter: $filter)
      }
    `,
    { filter },
  );
  const list = usePaginationFragment<mergesPageMoreQuery, mergesPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.merges.edges);
  return (
    <ListRows list={list} rows={rows} className="aligned" emptyText={labels.empty}>
      {(merge, place) => (
        <li {...place}>
          <Link href={`/merges/${encodeURIComponent(merge.id)}`}>{nameOf(merge)}</Link>
          <Status of={merge.undoneAt == null ? "ACTIVE" : "INACTIVE"}>
            {merge.undoneAt == null ? labels.stands : labels.undone}
          </Status>
          <Moment at={merge.mergedAt} />
          {merge.proposals.some(({ status }) => status === "OPEN") && (
            <Status of="PROPOSED">{labels.proposed}</Status>
          )}
          {merge.unmergeRequests
            .filter(({ status }) => status === "OPEN")
            .map((asked) => (
              <p key={asked.id} className="faint">
                {labels.asks.reviewer} <bdi>{asked.reason}</bdi>
              </p>
            ))}
        </li>
      )}
    </ListRows>
  );
}

const LIST = graphql`
  fragment mergesPage_list on Query
  @refetchable(queryName: "mergesPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    filter: { type: "MergeFilter" }
  ) {
    merges(first: $first, after: $after, filter: $filter) @connection(key: "mergesPage_merges") {
      edges {
        node {
          id
          mergedAt
          undoneAt
          ...mergeNames_merge @relay(mask: false)
          proposals {
            id
            status
          }
          unmergeRequests {
            id
            status
            reason
          }
        }
      }
    }
  }
`;
