/** On whom an act was: a person who is found by a name or a number, or whose id a link brought. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { personFieldIdQuery } from "../__generated__/personFieldIdQuery.graphql";
import type { personFieldQuery } from "../__generated__/personFieldQuery.graphql";
import { nodesOf } from "../api/connections";
import { type Choice, ChoiceField } from "../components/choice-field";
import { useAnswer } from "../finding/answer";
import { fullName, type Named } from "../persons/names";
import { useFilterTexts } from "../texts/filters-texts";
import { useFormats, useTexts } from "../texts/texts";
import { isUuid } from "./user-filter";

interface PersonFieldProps {
  readonly label: string;
  /** The `databaseId` or the national id of the person; empty for everybody. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether the form was sent while somebody is typed and not chosen. */
  readonly isRefused: boolean;
}

/** Show the field; a number stands for itself, so that it is asked for without a look at whose it is. */
export function PersonField({ label, value, onChange, isRefused }: PersonFieldProps) {
  const texts = useTexts();
  const { nobody, several } = useFilterTexts();
  const [sought, setSought] = useState("");
  const filter = hasDigits(sought) ? { nationalId: sought } : { name: sought };
  const answer = useAnswer<personFieldQuery>(PERSONS, sought === "" ? null : { filter });
  const words = useWords();
  const itself = usePersonOf(value);
  const found = nodesOf(answer === "asking" ? null : answer?.persons.edges);
  const choices: readonly Choice[] =
    sought === "" && itself !== null && itself !== "asking"
      ? [[value, itself]]
      : found.map((person) => [person.databaseId, words(person)]);
  const isSeeking = answer === "asking" || itself === "asking";
  const isUnknown = sought !== "" && !isSeeking && choices.length === 0;
  return (
    <ChoiceField
      label={label}
      value={value}
      onChange={onChange}
      choices={choices}
      onSeek={setSought}
      isSeeking={isSeeking}
      isItself={hasDigits}
      isWide
      hint={isUnknown ? nobody : texts.trail.personHint}
      fault={isRefused ? (isUnknown ? nobody : several) : null}
    />
  );
}

/** Return in words who has an id; null where nobody has it or it is none, "asking" while it is asked. */
export function usePersonOf(id: string): string | null {
  const words = useWords();
  const ids = isUuid(id) ? [btoa(`Person:${id}`)] : null;
  const answer = useAnswer<personFieldIdQuery>(PERSON, ids && { ids });
  if (answer === "asking") return "asking";
  const person = answer?.nodes[0];
  return person?.databaseId === undefined ? null : words(person);
}

type Person = Named & {
  readonly nationalId?: string | null | undefined;
  readonly birthDateKnown?: string | null | undefined;
  readonly status?: string;
};

/** Return what names a person with a number, or with the day of birth where there is none. */
function useWords(): (person: Partial<Person>) => string {
  const texts = useTexts();
  const { knownDate } = useFormats();
  const statuses: Readonly<Record<string, string>> = texts.persons.statuses;
  return ({ firstName, secondName, lastName, nationalId, birthDateKnown, status = "" }) => {
    const name = fullName({ firstName, secondName, lastName });
    const number = nationalId ?? (birthDateKnown ? knownDate(birthDateKnown) : null);
    if (name === "") return statuses[status] ?? status;
    return number === null ? name : `${name} (${number})`;
  };
}

function hasDigits(text: string): boolean {
  return /\d/.test(text);
}

const PERSONS = graphql`
  query personFieldQuery($filter: PersonFilter!) {
    persons(first: 8, filter: $filter) {
      edges {
        node {
          databaseId
          firstName
          secondName
          lastName
          nationalId
          birthDateKnown
          status
        }
      }
    }
  }
`;
/** By `nodes`, which is no look at the person that is written down (rule D7). */
const PERSON = graphql`
  query personFieldIdQuery($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Person {
        databaseId
        firstName
        secondName
        lastName
        nationalId
        birthDateKnown
        status
      }
    }
  }
`;
