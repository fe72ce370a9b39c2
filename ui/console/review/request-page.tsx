/** The page of one merge request of the reviewer: to be decided, or as it was decided. */
import { graphql } from "react-relay";
import { useLocation, useParams } from "wouter";
import type { requestPageQuery } from "../__generated__/requestPageQuery.graphql";
import { usePageQuery } from "../api/queries";
import { useSay } from "../api/said";
import { LinkButton } from "../components/link-button";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { fullName } from "../persons/names";
import { useFormats, useTexts } from "../texts/texts";
import Pair from "./pair";

/** Show the request, or say that there is none. */
export default function RequestPage() {
  const texts = useTexts();
  const { apart } = useFormats();
  const { id = "" } = useParams<{ id: string }>();
  const [, navigate] = useLocation();
  const say = useSay();
  const { mergeRequest } = usePageQuery<requestPageQuery>(
    graphql`
      query requestPageQuery($id: ID!) {
        mergeRequest(id: $id) {
          id
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
          ...pair_request
        }
      }
    `,
    { id: decodeURIComponent(id) },
  );
  const pair = mergeRequest?.manualMergeCandidate.mergeCandidate;
  const title = pair
    ? `${texts.review.pair}: ${apart(fullName(pair.person))} · ${apart(fullName(pair.masterPerson))}`
    : texts.review.pair;
  const back = <LinkButton to="/requests">{texts.requests.title}</LinkButton>;
  return (
    <Page title={title} actions={back}>
      {mergeRequest === null || mergeRequest === undefined ? (
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      ) : (
        <Pair
          request={mergeRequest}
          onOutcome={(decision, { refusal }) => {
            if (refusal !== null) return;
            say({ text: texts.decisionAnnouncements[decision] });
            // What is decided stays: it is taken back where it was said.
            if (decision === "POSTPONE") navigate("/requests");
          }}
        />
      )}
    </Page>
  );
}
