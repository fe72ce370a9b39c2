/** What becomes of each thing under a plan: what blocks first, then what there is to look at. */
import { graphql, usePaginationFragment } from "react-relay";
import { useSearchParams } from "wouter";
import type {
  planItems_list$data,
  planItems_list$key,
} from "../__generated__/planItems_list.graphql";
import type { PlanConflict, planItemsQuery } from "../__generated__/planItemsQuery.graphql";
import { usePageQuery } from "../api/queries";
import { choiceOf } from "../components/address";
import { Select } from "../components/fields";
import { ListRows } from "../components/list-rows";
import { QueryBoundary } from "../components/query-boundary";
import { usePlansTexts } from "../texts/plans-texts";
import { useFormats } from "../texts/texts";
import type { Counted } from "./plan-counts";
import { PlanItem } from "./plan-item";

type Edge = NonNullable<NonNullable<planItems_list$data["items"]["edges"]>[number]>;

interface PlanItemsProps {
  readonly id: string;
  readonly counts: unknown;
}

/** Show what the address asks for: `?conflict=LIKELY_SAME`. */
export function PlanItems({ id, counts }: PlanItemsProps) {
  const labels = usePlansTexts();
  const formats = useFormats();
  const [params, setParams] = useSearchParams();
  const conflict: PlanConflict | "" = choiceOf(params.get("conflict"), labels.conflicts, "");
  const found = (counts as Counted).conflicts ?? {};
  const kinds = (Object.keys(labels.conflicts) as PlanConflict[]).filter(
    (it) => it === conflict || (found[it] ?? 0) > 0,
  );
  const named = kinds.map((it) => [
    it,
    `${labels.conflicts[it]} (${formats.number(found[it] ?? 0)})`,
  ]);
  const explained = conflict === "" ? kinds : [conflict];
  return (
    <section>
      <h2>{labels.items}</h2>
      <div className="filters">
        <Select<PlanConflict | "">
          label={labels.show}
          value={conflict}
          onChange={(next) => setParams(next === "" ? {} : { conflict: next })}
          options={{ "": labels.all, ...Object.fromEntries(named) }}
        />
      </div>
      {explained.length > 0 && (
        <ul className="faint">
          {explained.map((it) => (
            <li key={it}>
              <strong>{labels.conflicts[it]}</strong>: {labels.conflictsMean[it]}
            </li>
          ))}
        </ul>
      )}
      <QueryBoundary resetKey={conflict}>
        <Items key={conflict} id={id} conflict={conflict === "" ? null : conflict} />
      </QueryBoundary>
    </section>
  );
}

function Items({ id, conflict }: { id: string; conflict: PlanConflict | null }) {
  const { node } = usePageQuery<planItemsQuery>(ITEMS, { id, conflict });
  return node?.plan == null ? null : <Pages of={node.plan} />;
}

function Pages({ of }: { of: planItems_list$key }) {
  const list = usePaginationFragment<planItemsQuery, planItems_list$key>(LIST, of);
  // An item has no id of its own: its place in the plan is as lasting as the plan.
  const rows = (list.data.items.edges ?? [])
    .filter((edge): edge is Edge => edge?.node != null)
    .map(({ cursor, node }) => ({ ...node, id: cursor }));
  return (
    <ListRows list={list} rows={rows}>
      {(item, place) => <PlanItem item={item} place={place} />}
    </ListRows>
  );
}

const ITEMS = graphql`
  query planItemsQuery($id: ID!, $conflict: PlanConflict) {
    node(id: $id) {
      ...planItems_list @alias(as: "plan") @arguments(conflict: $conflict)
    }
  }
`;
const LIST = graphql`
  fragment planItems_list on OrganisationPlan
  @refetchable(queryName: "planItemsMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    conflict: { type: "PlanConflict" }
  ) {
    items(first: $first, after: $after, conflict: $conflict)
      @connection(key: "planItems_items") {
      edges {
        cursor
        node {
          ...planItem_item @relay(mask: false)
        }
      }
    }
  }
`;
