/** The choice of the person on record whom a death marks: whoever is found, or one who is picked. */
import "../styles/records.css";
import { useDeferredValue, useId, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { personChoice_deceased$key } from "../__generated__/personChoice_deceased.graphql";
import type { personChoiceQuery } from "../__generated__/personChoiceQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { TextField } from "../components/fields";
import { QueryBoundary } from "../components/query-boundary";
import { fullName } from "../persons/names";
import { useFormats, useTexts } from "../texts/texts";

/** Somebody who was picked. */
export interface PersonFound {
  readonly id: string;
  readonly deathDateKnown: string | null | undefined;
}

interface PersonChoiceProps {
  readonly deceased: personChoice_deceased$key;
  /** Whether the server finds somebody by itself. */
  readonly isFound: boolean;
  readonly chosen: PersonFound | null;
  readonly onChoose: (person: PersonFound | null) => void;
}

/** Show whom the server will mark, and a search for somebody else. */
export function PersonChoice({ deceased: key, isFound, chosen, onChoose }: PersonChoiceProps) {
  const texts = useTexts();
  const deceased = useFragment(DECEASED, key);
  const names = fullName(deceased);
  const [search, setSearch] = useState(deceased.nationalId ?? names);
  const deferred = useDeferredValue(search.trim());
  const group = useId();
  return (
    <fieldset data-path="personId" tabIndex={-1}>
      <legend>{texts.alerts.whom}</legend>
      <label className="checkbox">
        <input
          type="radio"
          name={group}
          checked={chosen === null}
          onChange={() => onChoose(null)}
        />
        {isFound ? texts.alerts.byNumber : texts.alerts.nobody}
      </label>
      <TextField label={texts.alerts.find} value={search} onChange={setSearch} type="search" />
      {deferred !== "" && (
        <QueryBoundary resetKey={deferred}>
          <PersonsFound search={deferred} group={group} chosen={chosen} onChoose={onChoose} />
        </QueryBoundary>
      )}
    </fieldset>
  );
}

interface PersonsFoundProps {
  readonly search: string;
  readonly group: string;
  readonly chosen: PersonFound | null;
  readonly onChoose: (person: PersonFound) => void;
}

function PersonsFound({ search, group, chosen, onChoose }: PersonsFoundProps) {
  const texts = useTexts();
  const { knownDate } = useFormats();
  const filter = /^\d+$/.test(search) ? { nationalId: search } : { name: search };
  const { persons } = usePageQuery<personChoiceQuery>(PERSONS, { filter });
  const found = nodesOf(persons.edges);
  if (found.length === 0) return <p className="faint">{texts.persons.empty}</p>;
  return (
    <ul className="choices" aria-label={texts.alerts.found}>
      {found.map((person) => (
        <li key={person.id}>
          <label className="checkbox">
            <input
              type="radio"
              name={group}
              checked={chosen?.id === person.id}
              onChange={() =>
                onChoose({
                  id: person.id,
                  deathDateKnown: (person.masterPerson ?? person).deathDateKnown,
                })
              }
            />
            <span>
              {fullName(person)}
              {person.birthDateKnown != null && `, ${knownDate(person.birthDateKnown)}`}
              {person.nationalId != null && `, ${person.nationalId}`}
              {person.deathDateKnown != null &&
                `, ${texts.alerts.deadSince} ${knownDate(person.deathDateKnown)}`}
              {person.masterPerson != null &&
                `, ${texts.alerts.mergedInto} ${fullName(person.masterPerson)}`}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

const DECEASED = graphql`
  fragment personChoice_deceased on Individual {
    firstName
    lastName
    nationalId
  }
`;
const PERSONS = graphql`
  query personChoiceQuery($filter: PersonFilter!) {
    persons(first: 10, filter: $filter) {
      edges {
        node {
          id
          firstName
          lastName
          birthDateKnown
          nationalId
          deathDateKnown
          masterPerson {
            id
            firstName
            lastName
            deathDateKnown
          }
        }
      }
    }
  }
`;
