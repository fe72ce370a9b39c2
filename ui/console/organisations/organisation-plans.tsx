/** The plans that lead from an organisation or to it: what became of them, and what waits to be signed. */
import { graphql } from "react-relay";
import type { organisationPlansQuery } from "../__generated__/organisationPlansQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { PlanRow } from "../plans/plan-row";
import { usePlansTexts } from "../texts/plans-texts";

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
          <PlanRow key={plan.id} plan={plan} />
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
            ...planRow_plan @relay(mask: false)
          }
        }
      }
    }
  }
`;
