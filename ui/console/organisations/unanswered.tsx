/** Who has not become a member yet: what was offered and waits for an answer, and invitations that nobody took. */
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { unansweredInvitationsQuery } from "../__generated__/unansweredInvitationsQuery.graphql";
import type { unansweredOffersQuery } from "../__generated__/unansweredOffersQuery.graphql";
import { useLiveQuery } from "../api/live";
import { goToPart } from "../components/contents";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useListCount } from "./list-count";

interface UnansweredProps {
  readonly id: string;
  /** Whether the viewer sees the consents of the organisation. */
  readonly isSteward: boolean;
}

/** Show how many there are, each a link to the list of them; nothing where there are none. */
export function Unanswered({ id, isSteward }: UnansweredProps) {
  const { members: labels } = useOrganisationsTexts();
  const offered = useLiveQuery<unansweredOffersQuery>(OFFERS, { id }, asked(isSteward));
  const invited = useLiveQuery<unansweredInvitationsQuery>(INVITATIONS, { id }, asked(true));
  const counted = useListCount();
  const offers = offered?.consents.edges?.length ? counted(offered.consents) : null;
  const invitations = invited?.invitations.edges?.length ? counted(invited.invitations) : null;
  if (offers === null && invitations === null) return null;
  const page = `/organisations/${encodeURIComponent(id)}`;
  return (
    <p className="filters">
      <span>{labels.unanswered}</span>
      {offers !== null && (
        <Link href={`${page}#consents`} onClick={() => goToPart("consents")}>
          {labels.offers(offers)}
        </Link>
      )}
      {invitations !== null && (
        <Link
          href={`${page}?invitations=PENDING#invitations`}
          onClick={() => goToPart("invitations")}
        >
          {labels.invitations(invitations)}
        </Link>
      )}
    </p>
  );
}

const asked = (isAsked: boolean) => ({ isAsked, isUnasked: true });

/**
 * Apart, since whoever is no steward may not ask for consents, not even to leave them out; and of another
 * length than the page's own list, which would lack in the store what its rows show.
 */
const OFFERS = graphql`
  query unansweredOffersQuery($id: ID!) {
    consents(first: 99, organisationId: $id, isWaiting: true) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;
const INVITATIONS = graphql`
  query unansweredInvitationsQuery($id: ID!) {
    invitations(first: 100, organisationId: $id, status: [PENDING]) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;
