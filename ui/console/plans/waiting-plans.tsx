/** The plans that wait to be signed by whoever looks at the page of organisations. */
import { Suspense } from "react";
import { graphql } from "react-relay";
import type { waitingPlansLiveQuery } from "../__generated__/waitingPlansLiveQuery.graphql";
import { nodesOf } from "../api/connections";
import { useLiveQuery } from "../api/live";
import { usePlansTexts } from "../texts/plans-texts";
import { PlanRow } from "./plan-row";

/** List them, for who looks after organisations; nothing where none waits. */
export function WaitingPlans({ isAsked }: { isAsked: boolean }) {
  const options = { isAsked, isUnasked: true };
  const answer = useLiveQuery<waitingPlansLiveQuery>(WAITING, {}, options);
  const plans = nodesOf(answer?.organisationPlans.edges);
  if (plans.length === 0) return null;
  // Inside: the page does not wait for the texts of plans.
  return (
    <Suspense>
      <Waiting plans={plans} />
    </Suspense>
  );
}

type Plans = ReturnType<
  typeof nodesOf<
    NonNullable<
      NonNullable<waitingPlansLiveQuery["response"]["organisationPlans"]["edges"]>[number]
    >["node"]
  >
>;

function Waiting({ plans }: { plans: Plans }) {
  const labels = usePlansTexts();
  return (
    <section>
      <h2>{labels.waiting}</h2>
      <p className="faint">{labels.waitingExplanation}</p>
      <ul className="rows">
        {plans.map((plan) => (
          <PlanRow key={plan.id} plan={plan} />
        ))}
      </ul>
    </section>
  );
}

const WAITING = graphql`
  query waitingPlansLiveQuery {
    organisationPlans(first: 20, filter: { status: [OPEN] }) {
      edges {
        node {
          id
          ...planRow_plan @relay(mask: false)
        }
      }
    }
  }
`;
