/** Where somebody belongs, since when and until when. */
import type { ReactNode } from "react";
import { graphql } from "react-relay";
import { Day } from "../components/moment";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { lastingFirst } from "./lasting-first";

interface Membership<Place> {
  readonly id: string;
  readonly title?: string | null | undefined;
  readonly startedOn?: string | null | undefined;
  readonly endedOn?: string | null | undefined;
  readonly organisation: Place;
}

interface MembershipsProps<Place> {
  readonly of: readonly Membership<Place>[];
  /** How an organisation is shown: by its name, or as a link. */
  readonly place: (organisation: Place) => ReactNode;
}

/** List memberships: those that last before those that have ended. */
export function Memberships<Place>({ of, place }: MembershipsProps<Place>) {
  const { persons: labels } = useOrganisationsTexts();
  return (
    <ul className="rows">
      {lastingFirst(of).map((membership) => (
        <li key={membership.id}>
          {place(membership.organisation)}
          {membership.title != null && <bdi>{membership.title}</bdi>}
          {membership.startedOn != null && (
            <span>
              {labels.started} <Day on={membership.startedOn} />
            </span>
          )}
          {membership.endedOn != null && (
            <span>
              {labels.ended} <Day on={membership.endedOn} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

void graphql`
  fragment memberships_membership on Membership {
    id
    title
    startedOn
    endedOn
    organisation {
      id
      name
    }
  }
`;
