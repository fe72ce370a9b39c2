/** What was done with one's own account, asked for once it is unfolded. */

import { graphql, usePaginationFragment } from "react-relay";
import type { ownSteps_list$key } from "../__generated__/ownSteps_list.graphql";
import type { ownStepsMoreQuery } from "../__generated__/ownStepsMoreQuery.graphql";
import type { ownStepsQuery } from "../__generated__/ownStepsQuery.graphql";
import { actionText } from "../administration/action-text";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { AddressedHeading } from "../components/addressed-heading";
import { LoadMore } from "../components/load-more";
import { Moment } from "../components/moment";
import { Unfolded } from "../components/unfolded";
import { useAccountTexts } from "../texts/account-texts";
import { useTexts } from "../texts/texts";

/** Show the way to it. */
export function OwnSteps() {
  const { steps: words } = useAccountTexts();
  return (
    <section>
      <AddressedHeading level={2} at="steps">
        {words.title}
      </AddressedHeading>
      <p>{words.explanation}</p>
      <Unfolded summary={words.show}>
        <Steps />
      </Unfolded>
    </section>
  );
}

function Steps() {
  const texts = useTexts();
  const { steps: words } = useAccountTexts();
  const query = usePageQuery<ownStepsQuery>(QUERY, {});
  const list = usePaginationFragment<ownStepsMoreQuery, ownSteps_list$key>(LIST, query);
  const rows = nodesOf(list.data.myAccountSteps.edges);
  return (
    <>
      <ol className="rows" aria-label={words.title}>
        {rows.map((step) => (
          <li key={step.stepId}>
            <span className="row-title">
              {step.isAnotherLastDay ? words.anotherLastDay : actionText(step.action, texts)}
            </span>
            {step.browser != null && <bdi>{step.browser}</bdi>}
            {!step.byThemselves && <span className="badge">{words.byOthers}</span>}
            <Moment at={step.doneAt} />
          </li>
        ))}
      </ol>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(20)}
        isEmpty={rows.length === 0}
        emptyText={words.none}
      />
    </>
  );
}

const QUERY = graphql`
  query ownStepsQuery {
    ...ownSteps_list
  }
`;
const LIST = graphql`
  fragment ownSteps_list on Query
  @refetchable(queryName: "ownStepsMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
  ) {
    myAccountSteps(first: $first, after: $after) @connection(key: "ownSteps_myAccountSteps") {
      edges {
        node {
          stepId
          action
          byThemselves
          isAnotherLastDay
          browser
          doneAt
        }
      }
    }
  }
`;
