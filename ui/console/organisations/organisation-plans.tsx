/** The plans that lead from an organisation or to it: what became of them, and what waits to be signed. */
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { organisationPlansQuery } from "../__generated__/organisationPlansQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Moment } from "../components/moment";
import { planPath } from "../plans/plan-path";
import { PlanStatus } from "../plans/plan-status";
import { usePlansTexts } from "../texts/plans-texts";
import { OrganisationName } from "./organisation-name";

/** List the newest; each is kept for seven days. Shows nothing where there are none. */
export function OrganisationPlans({ id }: { id: string }) {
  const labels = usePlansTexts();
  const { organisation } = usePageQuery<organisationPlansQuery>(PLANS, { id });
  const plans = nodesOf(organisation?.plans.edges);
  if (plans.length === 0) return null;
  return (
    <section>
      <h2>{labels.title}</h2>
      <p className="faint">{labels.explanation}</p>
      <ul className="rows">
        {plans.map((plan) => (
          <li key={plan.id}>
            <Link href={planPath(plan.id)}>
              {plan.keepsSource ? labels.transfer : labels.merge}
            </Link>
            <span>
              {labels.from} <OrganisationName of={plan.source} />
            </span>
            <span>
              {labels.into} <OrganisationName of={plan.target} />
            </span>
            <PlanStatus of={plan} />
            <Moment at={plan.insertedAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const PLANS = graphql`
  query organisationPlansQuery($id: ID!) {
    organisation(id: $id) {
      plans(first: 20) {
        edges {
          node {
            id
            keepsSource
            blockedBy
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
        }
      }
    }
  }
`;
