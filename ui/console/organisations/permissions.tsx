/** What a consent allows, in words. */
import { graphql } from "react-relay";
import { useOrganisationsTexts } from "../texts/organisations-texts";

export type Permission = "VIEW" | "CONTRIBUTE" | "CUSTODY";

/** List permissions on one line. */
export function Permissions({ of }: { of: readonly Permission[] }) {
  const { permissions } = useOrganisationsTexts();
  return (
    <ul className="permissions">
      {of.map((permission) => (
        <li key={permission}>{permissions[permission]}</li>
      ))}
    </ul>
  );
}

/** What is shown of a consent wherever there is one. */
void graphql`
  fragment permissions_consent on Consent {
    id
    status
    permissions
    offered
    updatedAt
    organisation {
      id
      name
    }
  }
`;
