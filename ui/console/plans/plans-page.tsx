/** The page of plans: those that wait to be signed first, and what has become of others. */
import { graphql, usePaginationFragment } from "react-relay";
import { useSearchParams } from "wouter";
import type { plansPage_list$key } from "../__generated__/plansPage_list.graphql";
import type { PlanStatus, plansPageQuery } from "../__generated__/plansPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { choiceOf } from "../components/address";
import { Select } from "../components/fields";
import { ListRows } from "../components/list-rows";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { usePlansTexts } from "../texts/plans-texts";
import { PlanRow } from "./plan-row";

const filters: Readonly<Record<Show, readonly PlanStatus[] | null>> = {
  open: ["OPEN"],
  blocked: ["BLOCKED"],
  signed: ["UNDER_WAY", "DONE"],
  withdrawn: ["WITHDRAWN"],
  all: null,
};
type Show = "open" | "blocked" | "signed" | "withdrawn" | "all";

/** Show what the address asks for: `?show=withdrawn`. */
export default function PlansPage() {
  const labels = usePlansTexts();
  const [params, setParams] = useSearchParams();
  const show: Show = choiceOf(params.get("show"), filters, "open");
  return (
    <Page title={labels.title}>
      <p className="faint">{labels.explanation}</p>
      <div className="filters">
        <Select
          label={labels.show}
          value={show}
          onChange={(next) => setParams({ show: next })}
          options={labels.shows}
        />
      </div>
      <QueryBoundary resetKey={show}>
        <Plans key={show} show={show} />
      </QueryBoundary>
    </Page>
  );
}

function Plans({ show }: { show: Show }) {
  const labels = usePlansTexts();
  const query = usePageQuery<plansPageQuery>(QUERY, { status: filters[show] });
  const list = usePaginationFragment<plansPageQuery, plansPage_list$key>(LIST, query);
  return (
    <ListRows
      list={list}
      rows={nodesOf(list.data.organisationPlans.edges)}
      emptyText={labels.empty}
    >
      {(plan, place) => <PlanRow plan={plan} place={place} />}
    </ListRows>
  );
}

const QUERY = graphql`
  query plansPageQuery($status: [PlanStatus!]) {
    ...plansPage_list @arguments(status: $status)
  }
`;
const LIST = graphql`
  fragment plansPage_list on Query
  @refetchable(queryName: "plansPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    status: { type: "[PlanStatus!]" }
  ) {
    organisationPlans(first: $first, after: $after, filter: { status: $status })
      @connection(key: "plansPage_organisationPlans") {
      edges {
        node {
          id
          ...planRow_plan @relay(mask: false)
        }
      }
    }
  }
`;
