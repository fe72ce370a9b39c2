/** Who the registry says has a national id, offered to the form: nothing is filled in by itself. */

import { useState } from "react";
import { graphql, useLazyLoadQuery } from "react-relay";
import type { registryOfferQuery } from "../__generated__/registryOfferQuery.graphql";
import type { registryOfferScopesQuery } from "../__generated__/registryOfferScopesQuery.graphql";
import { nodesOf } from "../api/connections";
import { Button } from "../components/button";
import { PersonName } from "../components/moment";
import { QueryBoundary } from "../components/query-boundary";
import { fullName } from "../persons/names";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import type { Values } from "./form-values";
import { isTaken, valuesOfPerson } from "./values-of-person";

interface RegistryOfferProps {
  readonly nationalId: string;
  /** The path of the person in the form. */
  readonly path: string;
  readonly values: Values;
  readonly onChange: (changes: Values) => void;
}

/** Look the number up when that is asked for: every look is one that somebody wanted. */
export default function RegistryOffer(props: RegistryOfferProps) {
  const { scopes } = useLazyLoadQuery<registryOfferScopesQuery>(SCOPES, {}).viewer;
  const declaring = useDeskTexts().declaring;
  const [asked, setAsked] = useState("");
  if (!scopes.includes("person:read")) return null;
  if (asked !== props.nationalId) {
    return <Button onPress={() => setAsked(props.nationalId)}>{declaring.lookUp}</Button>;
  }
  return (
    <QueryBoundary resetKey={asked}>
      <Offers {...props} />
    </QueryBoundary>
  );
}

function Offers({ nationalId, path, values, onChange }: RegistryOfferProps) {
  const declaring = useDeskTexts().declaring;
  const texts = useTexts();
  const { apart, comma, knownDate } = useFormats();
  const query = useLazyLoadQuery<registryOfferQuery>(PERSONS, { filter: { nationalId } });
  const found = nodesOf(query.persons.edges);
  return (
    <div role="status">
      {found.length === 0 && <p className="faint">{declaring.nobodyHasIt}</p>}
      <ul className="choices">
        {found.map((person) => {
          const theirs = valuesOfPerson(person, path);
          return (
            <li key={person.id}>
              <p>
                {declaring.onRecord}{" "}
                <bdi>
                  <PersonName of={person} />
                </bdi>
                {person.birthDateKnown != null && `${comma}${knownDate(person.birthDateKnown)}`}
                {person.deathDateKnown != null &&
                  `${comma}${texts.alerts.deadSince} ${knownDate(person.deathDateKnown)}`}
                {person.masterPerson != null &&
                  `${comma}${texts.alerts.mergedInto} ${apart(fullName(person.masterPerson))}`}
              </p>
              {isTaken(theirs, values) ? (
                <p className="faint">{declaring.isTaken}</p>
              ) : (
                <Button onPress={() => onChange(theirs)}>{declaring.take}</Button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const SCOPES = graphql`
  query registryOfferScopesQuery {
    viewer {
      scopes
    }
  }
`;
const PERSONS = graphql`
  query registryOfferQuery($filter: PersonFilter!) {
    persons(first: 3, filter: $filter) {
      edges {
        node {
          id
          firstName
          secondName
          lastName
          birthDate
          birthDateKnown
          gender
          deathDateKnown
          masterPerson {
            id
            firstName
            lastName
          }
        }
      }
    }
  }
`;
