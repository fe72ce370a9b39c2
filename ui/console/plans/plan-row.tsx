/** A plan as lists show it: what is planned, of which organisations, by whom, and what has become of it. */
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { planRow_plan$data } from "../__generated__/planRow_plan.graphql";
import { Moment } from "../components/moment";
import type { RowPlace } from "../components/rows";
import { OrganisationName } from "../organisations/organisation-name";
import { usePlansTexts } from "../texts/plans-texts";
import { planPath } from "./plan-path";
import { PlanStatus } from "./plan-status";

type Plan = Omit<planRow_plan$data, " $fragmentType">;

/** Show it, as a link to its page. */
export function PlanRow({ plan, place }: { plan: Plan; place?: RowPlace }) {
  const labels = usePlansTexts();
  return (
    <li {...place}>
      <Link href={planPath(plan.id)}>{plan.keepsSource ? labels.transfer : labels.merge}</Link>
      <span>
        {labels.from} <OrganisationName of={plan.source} />
      </span>
      <span>
        {labels.into} <OrganisationName of={plan.target} />
      </span>
      <PlanStatus of={plan} />
      <span className="faint">
        {plan.plannedByName != null && <bdi>{plan.plannedByName}</bdi>}{" "}
        <Moment at={plan.insertedAt} />
      </span>
    </li>
  );
}

void graphql`
  fragment planRow_plan on OrganisationPlan {
    id
    keepsSource
    status
    plannedByName
    insertedAt
    source {
      id
      name
    }
    target {
      id
      name
    }
    run {
      id
      status
    }
  }
`;
