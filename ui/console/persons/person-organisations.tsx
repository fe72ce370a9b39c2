/** To which organisations a person belongs, and what they let organisations do. */
import "../styles/organisations.css";
import { graphql, useFragment } from "react-relay";
import type {
  personOrganisations_person$data,
  personOrganisations_person$key,
} from "../__generated__/personOrganisations_person.graphql";
import { Day, Moment } from "../components/moment";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { Memberships } from "../organisations/memberships";
import { OrganisationLink } from "../organisations/organisation-name";
import { Permissions } from "../organisations/permissions";
import { isLimitedToPlaces, useViewer } from "../shell/viewer";
import { useOrganisationsTexts } from "../texts/organisations-texts";

/** Show both, as far as the viewer may know of them. */
export function PersonOrganisations({ of: key }: { of: personOrganisations_person$key }) {
  const { persons: labels, consents: words, consentStatuses } = useOrganisationsTexts();
  const person = useFragment(PERSON, key);
  return (
    <>
      <Right of={person} />
      <h2>{labels.memberships}</h2>
      {person.memberships.length === 0 && <p className="faint">{labels.none}</p>}
      <Memberships
        of={person.memberships}
        place={(organisation) => <OrganisationLink of={organisation} />}
      />
      {person.consents.length > 0 && (
        <>
          <h2>{labels.consents}</h2>
          <ul className="rows">
            {person.consents.map((consent) => (
              <li key={consent.id}>
                <OrganisationLink of={consent.organisation} />
                <Status of={consent.status}>{consentStatuses[consent.status]}</Status>
                <TrailLink row={consent.databaseId} />
                <span className="faint">
                  {words.since} <Moment at={consent.updatedAt} />
                  {consent.status === "ACCEPTED" && ` ${labels.untilWithdrawn}`}
                </span>
                <p>
                  <Permissions of={consent.permissions} />
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Say to whoever is limited to organisations by what right they see the record: rule R3. */
function Right({ of }: { of: personOrganisations_person$data }) {
  const { persons: labels } = useOrganisationsTexts();
  if (!isLimitedToPlaces(useViewer())) return null;
  const letting = of.consents.filter(
    ({ status, permissions }) => status === "ACCEPTED" && permissions.includes("VIEW"),
  );
  // Whoever decides for themselves is seen by consents alone, whoever has no account as a member.
  const belonging =
    letting.length > 0 ? [] : of.memberships.filter(({ endedOn }) => endedOn == null);
  if (letting.length === 0 && belonging.length === 0) return null;
  return (
    <>
      <h2>{labels.right}</h2>
      <ul className="rows">
        {letting.map(({ id, organisation, updatedAt }) => (
          <li key={id}>
            <OrganisationLink of={organisation} />
            <span>{labels.lets}</span>
            <Moment at={updatedAt} />
            <span>{labels.untilWithdrawn}</span>
          </li>
        ))}
        {belonging.map(({ id, organisation, startedOn }) => (
          <li key={id}>
            <OrganisationLink of={organisation} />
            <span>{labels.belongs}</span>
            {startedOn != null && (
              <span>
                {labels.started} <Day on={startedOn} />
              </span>
            )}
            <span>{labels.whileMember}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Of the page's own query: each query of a person is written down as one look at them. */
const PERSON = graphql`
  fragment personOrganisations_person on Person {
    memberships {
      ...memberships_membership @relay(mask: false)
    }
    consents {
      databaseId
      ...permissions_consent @relay(mask: false)
    }
  }
`;
