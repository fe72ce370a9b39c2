/** The consents of one organisation: what waits for an answer, and what is in force. */
import { graphql, usePaginationFragment } from "react-relay";
import type { organisationConsents_list$key } from "../__generated__/organisationConsents_list.graphql";
import type { organisationConsentsLiveQuery } from "../__generated__/organisationConsentsLiveQuery.graphql";
import type { organisationConsentsQuery } from "../__generated__/organisationConsentsQuery.graphql";
import { nextPage } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { LoadMore } from "../components/load-more";
import { Rows } from "../components/rows";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { ConsentRow } from "./consent-row";

/** So many `nodes` may be asked at once. */
const MOST_NODES = 100;

/** Show them; what others do about those that wait is seen within seconds. */
export function OrganisationConsents({ id }: { id: string }) {
  const { consents: labels } = useOrganisationsTexts();
  const query = usePageQuery<organisationConsentsQuery>(CONSENTS, { id });
  const list = usePaginationFragment<organisationConsentsQuery, organisationConsents_list$key>(
    LIST,
    query,
  );
  const waiting = nodesOf(query.waiting.edges);
  const isWaiting = new Set(waiting.map((consent) => consent.id));
  const loaded = nodesOf(list.data.consents.edges);
  const ids = loaded.slice(-MOST_NODES).map((consent) => consent.id);
  const live = useLiveQuery<organisationConsentsLiveQuery>(LIVE, { id, ids });
  // What was withdrawn meanwhile exists no more for a steward: its place in the answer is empty.
  const isGone = new Set((live?.nodes ?? []).flatMap((node, at) => (node ? [] : [ids[at]])));
  const arrived = nodesOf(live?.newest.edges).filter((consent) => !ids.includes(consent.id));
  const held = [...loaded, ...arrived].filter(
    ({ id: consent, status }) =>
      status === "ACCEPTED" && !isWaiting.has(consent) && !isGone.has(consent),
  );
  // What is in force and offers more stands once, where it can be answered.
  const isHeldAbove = waiting.some(({ status }) => status === "ACCEPTED");
  return (
    <>
      <section>
        <h2>{labels.waiting}</h2>
        {waiting.length === 0 ? (
          <p className="faint">{labels.noneWaiting}</p>
        ) : (
          <>
            <p className="faint">{labels.waitingExplanation}</p>
            <ul className="rows">
              {waiting.map((consent) => (
                <ConsentRow key={consent.id} consent={consent} />
              ))}
            </ul>
          </>
        )}
      </section>
      <section>
        <h2>{labels.held}</h2>
        <p className="faint">{labels.heldExplanation}</p>
        <Rows rows={held} hasNext={list.hasNext}>
          {(consent, place) => <ConsentRow consent={consent} place={place} />}
        </Rows>
        {(held.length === 0 || list.hasNext) && (
          <LoadMore
            hasNext={list.hasNext}
            isLoading={list.isLoadingNext}
            onLoadMore={() => list.loadNext(nextPage(held.length))}
            isEmpty={held.length === 0}
            emptyText={isHeldAbove ? labels.heldAbove : labels.noneHeld}
          />
        )}
      </section>
    </>
  );
}

const CONSENTS = graphql`
  query organisationConsentsQuery($id: ID!) {
    waiting: consents(first: 100, organisationId: $id, isWaiting: true) {
      edges {
        node {
          id
          status
          ...consentRow_consent
        }
      }
    }
    ...organisationConsents_list @arguments(id: $id)
  }
`;
const LIVE = graphql`
  query organisationConsentsLiveQuery($id: ID!, $ids: [ID!]!) {
    waiting: consents(first: 100, organisationId: $id, isWaiting: true) {
      edges {
        node {
          id
          status
          ...consentRow_consent
        }
      }
    }
    newest: consents(last: 20, organisationId: $id, status: [ACCEPTED]) {
      edges {
        node {
          id
          status
          ...consentRow_consent
        }
      }
    }
    nodes(ids: $ids) {
      id
      ...consentRow_consent @alias(as: "consent")
    }
  }
`;
const LIST = graphql`
  fragment organisationConsents_list on Query
  @refetchable(queryName: "organisationConsentsMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    id: { type: "ID!" }
  ) {
    consents(first: $first, after: $after, organisationId: $id, status: [ACCEPTED])
      @connection(key: "organisationConsents_consents") {
      edges {
        node {
          id
          status
          ...consentRow_consent
        }
      }
    }
  }
`;
