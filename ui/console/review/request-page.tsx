/** One of the reviewer's requests, by its address: to be decided, or as it was decided. */
import { graphql } from "react-relay";
import { useLocation, useParams } from "wouter";
import type { requestPageQuery } from "../__generated__/requestPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { LinkButton } from "../parts/button";
import { Notice } from "../parts/notice";
import { Page } from "../parts/page";
import { useTexts } from "../texts/texts";
import { Pair } from "./pair";

/** Shows the request, or says that there is none. */
export default function RequestPage() {
  const texts = useTexts();
  const { id = "" } = useParams<{ id: string }>();
  const [, navigate] = useLocation();
  const { mergeRequest } = usePageQuery<requestPageQuery>(
    graphql`
      query requestPageQuery($id: ID!) {
        mergeRequest(id: $id) {
          id
          ...pair_request
        }
      }
    `,
    { id: decodeURIComponent(id) },
  );
  const back = <LinkButton to="/requests">{texts.requests.title}</LinkButton>;
  return (
    <Page title={texts.review.pair} actions={back}>
      {mergeRequest === null || mergeRequest === undefined ? (
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      ) : (
        <Pair request={mergeRequest} onDecided={() => navigate("/requests")} />
      )}
    </Page>
  );
}
