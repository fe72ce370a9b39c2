/** The choice of a person on record: nobody in particular, or one who is found and picked. */
import { PersonName } from "../components/moment";
import "../styles/records.css";
import { type ReactNode, Suspense, useDeferredValue, useId, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { personChoice_list$key } from "../__generated__/personChoice_list.graphql";
import type { personChoiceMoreQuery } from "../__generated__/personChoiceMoreQuery.graphql";
import type { personChoiceQuery } from "../__generated__/personChoiceQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { useFieldError } from "../components/field-errors";
import { TextField } from "../components/fields";
import { QueryBoundary } from "../components/query-boundary";
import { fullName } from "../persons/names";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { WHOM } from "./open-answers";
import type { SimilarPersons } from "./similar-persons";

/** Somebody who was found, and may be picked. */
export interface PersonFound {
  readonly id: string;
  readonly firstName: string | null | undefined;
  readonly lastName: string | null | undefined;
  readonly birthDateKnown: string | null | undefined;
  readonly nationalId: string | null | undefined;
  readonly deathDateKnown: string | null | undefined;
  /** Who stands for them since a merge. */
  readonly masterPerson:
    | Pick<PersonFound, "firstName" | "lastName" | "deathDateKnown">
    | null
    | undefined;
}

interface PersonChoiceProps {
  readonly legend: string;
  /** The words for choosing nobody. */
  readonly nobody: string;
  /** Who resembles the one that is looked for, to be picked without a search. */
  readonly similar?: SimilarPersons;
  /** What is searched for at first. */
  readonly initial: string;
  readonly chosen: PersonFound | null;
  /** Whether nobody is chosen yet, not even that it is nobody. */
  readonly isOpen?: boolean;
  /** Whether it is asked of whoever sends the form: choosing nobody is an answer then too. */
  readonly isRequired?: boolean;
  readonly onChoose: (person: PersonFound | null) => void;
}

/** Let nobody be chosen, or somebody who is searched for. */
export function PersonChoice(props: PersonChoiceProps) {
  const { legend, nobody, similar = [], initial, chosen, onChoose } = props;
  const { isOpen = false, isRequired = false } = props;
  const texts = useTexts();
  const [search, setSearch] = useState(initial);
  const deferred = useDeferredValue(search.trim());
  const group = useId();
  const error = useFieldError(WHOM);
  const known = similar.map(({ person }) => person.id);
  const pick = { group, known, chosen, onChoose };
  return (
    <fieldset
      data-path={WHOM}
      data-missing={error !== null || undefined}
      tabIndex={-1}
      aria-describedby={error === null ? undefined : `${group}-error`}
    >
      <legend data-required={isRequired || undefined}>{legend}</legend>
      {error !== null && (
        <p className="react-aria-FieldError" id={`${group}-error`}>
          {error}
        </p>
      )}
      <label className="checkbox">
        <input
          type="radio"
          name={group}
          required={isRequired}
          checked={chosen === null && !isOpen}
          onChange={() => onChoose(null)}
        />
        {nobody}
      </label>
      {similar.length > 0 && (
        <Suspense>
          <SimilarChoices similar={similar} {...pick} />
        </Suspense>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it handles the Enter of the field. */}
      <div
        onKeyDown={(event) => {
          // Whoever searches has not said yes: Enter would send the form around it.
          if (event.key === "Enter") event.preventDefault();
        }}
      >
        <TextField label={texts.alerts.find} value={search} onChange={setSearch} type="search" />
      </div>
      {deferred === "" ? (
        <Persons persons={[]} {...pick} />
      ) : (
        <QueryBoundary resetKey={deferred}>
          <PersonsFound search={deferred} {...pick} />
        </QueryBoundary>
      )}
    </fieldset>
  );
}

interface PickProps {
  readonly group: string;
  /** Who can be picked among those who are similar, and is not listed again. */
  readonly known: readonly string[];
  readonly chosen: PersonFound | null;
  readonly onChoose: (person: PersonFound) => void;
}

/** List those who are similar, and how far. */
function SimilarChoices({ similar, ...pick }: PickProps & { readonly similar: SimilarPersons }) {
  const { similar: title, likeness } = useDeskTexts().declaring;
  return (
    <>
      <p className="faint">{title}:</p>
      <ul className="choices" aria-label={title}>
        {similar.map(({ person, band }) => (
          <Choice key={person.id} person={person} {...pick}>
            {" "}
            <span className="faint">{likeness[band as keyof typeof likeness]}</span>
          </Choice>
        ))}
      </ul>
    </>
  );
}

/** Show who is found, page after page: namesakes are told apart by what stands beside the name. */
function PersonsFound({ search, ...pick }: PickProps & { readonly search: string }) {
  const texts = useTexts();
  const filter = /^\d+$/.test(search) ? { nationalId: search } : { name: search };
  const query = usePageQuery<personChoiceQuery>(PERSONS, { filter });
  const list = usePaginationFragment<personChoiceMoreQuery, personChoice_list$key>(LIST, query);
  const found = nodesOf(list.data.persons.edges);
  return (
    <>
      <Persons persons={found} {...pick} />
      {found.length === 0 && <p className="faint">{texts.persons.empty}</p>}
      {list.hasNext && (
        <Button isDisabled={list.isLoadingNext} onPress={() => list.loadNext(10)}>
          {texts.lists.more}
        </Button>
      )}
    </>
  );
}

/** List them, and whoever was chosen before: the choice is never out of sight. */
function Persons({ persons, ...pick }: PickProps & { persons: readonly PersonFound[] }) {
  const texts = useTexts();
  const { known, chosen } = pick;
  const isListed =
    chosen === null || known.includes(chosen.id) || persons.some(({ id }) => id === chosen.id);
  const shown = isListed ? persons : [chosen, ...persons];
  const others = shown.filter(({ id }) => !known.includes(id));
  if (others.length === 0) return null;
  return (
    <ul className="choices" aria-label={texts.alerts.found}>
      {others.map((person) => (
        <Choice key={person.id} person={person} {...pick} />
      ))}
    </ul>
  );
}

interface ChoiceProps extends PickProps {
  readonly person: PersonFound;
  readonly children?: ReactNode;
}

/** One who may be picked; namesakes are told apart by what stands beside the name. */
function Choice({ person, group, chosen, onChoose, children }: ChoiceProps) {
  const texts = useTexts();
  const { apart, comma, knownDate } = useFormats();
  return (
    <li>
      <label className="checkbox">
        <input
          type="radio"
          name={group}
          checked={chosen?.id === person.id}
          onChange={() => onChoose(person)}
        />
        <span>
          <bdi>
            <PersonName of={person} />
          </bdi>
          {person.birthDateKnown != null && `${comma}${knownDate(person.birthDateKnown)}`}
          {person.nationalId != null && `${comma}${person.nationalId}`}
          {person.deathDateKnown != null &&
            `${comma}${texts.alerts.deadSince} ${knownDate(person.deathDateKnown)}`}
          {person.masterPerson != null &&
            `${comma}${texts.alerts.mergedInto} ${apart(fullName(person.masterPerson))}`}
          {children}
        </span>
      </label>
    </li>
  );
}

/** What tells a person from namesakes. It is spread unmasked where somebody may be picked. */
void graphql`
  fragment personChoice_person on Person {
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
`;

const PERSONS = graphql`
  query personChoiceQuery($filter: PersonFilter!) {
    ...personChoice_list @arguments(filter: $filter)
  }
`;
const LIST = graphql`
  fragment personChoice_list on Query
  @refetchable(queryName: "personChoiceMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 10 }
    after: { type: "String" }
    filter: { type: "PersonFilter!" }
  ) {
    persons(first: $first, after: $after, filter: $filter)
      @connection(key: "personChoice_persons") {
      edges {
        node {
          id
          ...personChoice_person @relay(mask: false)
        }
      }
    }
  }
`;
