/** The page of a senior reviewer's disputed pairs: reviewers disagree, or a merge would contradict a decision. */

import { Scale } from "lucide-react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { disputedPageQuery } from "../__generated__/disputedPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { EmptyState } from "../components/empty-state";
import { LinkButton } from "../components/link-button";
import { Moment, PersonName } from "../components/moment";
import { Page } from "../components/page";
import { Status } from "../components/status";
import { useJudgingTexts } from "../texts/judging-texts";
import { useTexts } from "../texts/texts";
import { Arguments } from "./arguments";

/** Show those that the senior reviewer holds; the next one comes before all other pairs. */
export default function DisputedPage() {
  const texts = useTexts();
  const { disputed: words } = useJudgingTexts();
  const { mergeRequests } = usePageQuery<disputedPageQuery>(DISPUTED, {});
  const disputed = nodesOf(mergeRequests.edges).filter((it) => it.isDisputed);
  return (
    <Page
      title={texts.menu.disputed}
      actions={<LinkButton to="/review">{texts.menu.review}</LinkButton>}
    >
      <p>{words.explanation}</p>
      {disputed.length === 0 ? (
        <EmptyState icon={Scale} text={words.none} />
      ) : (
        <ul className="rows" id="list">
          {disputed.map((request) => {
            const { person, masterPerson } = request.manualMergeCandidate.mergeCandidate;
            return (
              <li key={request.id}>
                <Link href={`/requests/${encodeURIComponent(request.id)}`}>
                  <PersonName of={person} /> · <PersonName of={masterPerson} />
                </Link>
                <Status of={request.status}>{texts.decisionStatuses[request.status]}</Status>
                <Moment at={request.insertedAt} />
                <Arguments request={request} />
              </li>
            );
          })}
        </ul>
      )}
    </Page>
  );
}

const DISPUTED = graphql`
  query disputedPageQuery {
    mergeRequests(first: 100, orderBy: STATUS_ASC) {
      edges {
        node {
          id
          insertedAt
          status
          isDisputed
          ...arguments_request
          manualMergeCandidate {
            mergeCandidate {
              person {
                firstName
                lastName
              }
              masterPerson {
                firstName
                lastName
              }
            }
          }
        }
      }
    }
  }
`;
