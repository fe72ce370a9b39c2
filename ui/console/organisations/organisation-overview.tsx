/** What matters of an organisation before all else: how many belong to it and are seen by consents, and what waits. */
import { graphql } from "react-relay";
import type { organisationOverviewConsentsQuery } from "../__generated__/organisationOverviewConsentsQuery.graphql";
import type { organisationOverviewQuery } from "../__generated__/organisationOverviewQuery.graphql";
import { useLiveQuery } from "../api/live";
import { goToPart } from "../components/contents";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useListCount } from "./list-count";
import { Unanswered } from "./unanswered";

interface OrganisationOverviewProps {
  readonly id: string;
  readonly keeps: boolean;
  readonly isSteward: boolean;
}

/** Show it, each number a link to what it counts; it holds up nothing of the page. */
export function OrganisationOverview({ id, keeps, isSteward }: OrganisationOverviewProps) {
  const labels = useOrganisationsTexts();
  const counted = useListCount();
  const found = useLiveQuery<organisationOverviewQuery>(MEMBERS, { id }, { isUnasked: true });
  const consents = useLiveQuery<organisationOverviewConsentsQuery>(
    CONSENTS,
    { id },
    { isAsked: isSteward, isUnasked: true },
  );
  const members = counted(found?.organisation?.members);
  const held = counted(consents?.consents);
  return (
    <div className="overview">
      <p className="filters">
        {members !== null && <Count of={`${labels.members.title}: ${members}`} part="members" />}
        {held !== null && <Count of={`${labels.consents.held}: ${held}`} part="consents" />}
      </p>
      {keeps && <Unanswered id={id} isSteward={isSteward} />}
    </div>
  );
}

function Count({ of, part }: { readonly of: string; readonly part: string }) {
  return (
    <a
      href={`#${part}`}
      onClick={(event) => {
        event.preventDefault();
        goToPart(part);
      }}
    >
      {of}
    </a>
  );
}

const MEMBERS = graphql`
  query organisationOverviewQuery($id: ID!) {
    organisation(id: $id) {
      members(first: 100) {
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
  }
`;
/** Apart, since whoever is no steward may not ask for consents, not even to leave them out. */
const CONSENTS = graphql`
  query organisationOverviewConsentsQuery($id: ID!) {
    consents(first: 100, organisationId: $id, status: [ACCEPTED]) {
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
