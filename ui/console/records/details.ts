/** What a record tells, as labelled facts: the same on its page, in a comparison, on a certificate. */
import { graphql, readInlineData } from "relay-runtime";
import type { details_event$data, details_event$key } from "../__generated__/details_event.graphql";
import type { details_individual$key } from "../__generated__/details_individual.graphql";
import type { Texts } from "../texts/english";

/** A label and what is told under it; null where nothing was said. */
export type Fact = readonly [label: string, value: string | null];

export interface Section {
  readonly title: string;
  readonly facts: readonly Fact[];
}

interface Wording {
  readonly texts: Texts;
  readonly day: (iso: string) => string;
}

/** Reads the facts of a record, section by section. */
export function sectionsOf(event: details_event$key, wording: Wording): readonly Section[] {
  const { details } = readInlineData(EVENT, event);
  const labels = wording.texts.records;
  const person = (title: string, told: details_individual$key | null | undefined): Section[] =>
    told ? [{ title, facts: factsOf(told, wording) }] : [];
  switch (details.__typename) {
    case "Birth":
      return [
        {
          title: labels.event,
          facts: [
            [labels.placeOfBirth, details.placeOfBirth],
            [labels.lateReason, details.lateRegistrationReason ?? null],
          ],
        },
        ...person(labels.child, details.child),
        ...person(labels.mother, details.mother),
        ...person(labels.father, details.father),
        informant(details, wording),
      ];
    case "Death":
      return [
        {
          title: labels.event,
          facts: [
            [labels.dateOfDeath, wording.day(details.dateOfDeath)],
            [labels.placeOfDeath, details.placeOfDeath],
            [labels.causeOfDeath, details.causeOfDeath ?? null],
            [labels.lateReason, details.lateRegistrationReason ?? null],
          ],
        },
        ...person(labels.deceased, details.deceased),
        informant(details, wording),
      ];
    case "Marriage":
      return [
        {
          title: labels.event,
          facts: [
            [labels.dateOfMarriage, wording.day(details.dateOfMarriage)],
            [labels.placeOfMarriage, details.placeOfMarriage],
          ],
        },
        ...details.spouses.flatMap((spouse) => person(labels.spouse, spouse)),
        ...details.witnesses.flatMap((witness) => person(labels.witness, witness)),
        informant(details, wording),
      ];
    default:
      return [];
  }
}

/** Names the person whom a record is about. */
export function subjectOf(event: details_event$key): string {
  const { details } = readInlineData(EVENT, event);
  const name = (person: details_individual$key) => {
    const { firstName, lastName } = readInlineData(INDIVIDUAL, person);
    return `${firstName} ${lastName}`;
  };
  if (details.__typename === "Birth") return name(details.child);
  if (details.__typename === "Death") return name(details.deceased);
  if (details.__typename === "Marriage") return details.spouses.map(name).join(" · ");
  return "";
}

type Details = Exclude<details_event$data["details"], { __typename: "%other" }>;

function informant(details: Details, wording: Wording): Section {
  const labels = wording.texts.records;
  const relationships: Readonly<Record<string, string>> = labels.relationships;
  const { relationship, email, phoneNumber, individual } = details.informant;
  const facts: readonly Fact[] = [
    [labels.relationship, relationships[relationship] ?? relationship],
    [labels.email, email ?? null],
    [labels.phone, phoneNumber ?? null],
    ...(individual ? factsOf(individual, wording) : []),
  ];
  return { title: labels.informant, facts };
}

function factsOf(person: details_individual$key, { texts, day }: Wording): readonly Fact[] {
  const told = readInlineData(INDIVIDUAL, person);
  const { firstName, secondName, lastName, birthDate, gender, nationalId } = told;
  return [
    [texts.records.name, [firstName, secondName, lastName].filter(Boolean).join(" ")],
    [texts.fields.birthDate, birthDate ? day(birthDate) : null],
    [texts.fields.gender, gender ? texts.genders[gender] : null],
    [texts.fields.nationalId, nationalId ?? null],
  ];
}

const INDIVIDUAL = graphql`
  fragment details_individual on Individual @inline {
    firstName
    secondName
    lastName
    birthDate
    gender
    nationalId
  }
`;

const EVENT = graphql`
  fragment details_event on VitalEvent @inline {
    details {
      __typename
      ... on Birth {
        placeOfBirth
        lateRegistrationReason
        child {
          ...details_individual
        }
        mother {
          ...details_individual
        }
        father {
          ...details_individual
        }
        informant {
          relationship
          email
          phoneNumber
          individual {
            ...details_individual
          }
        }
      }
      ... on Death {
        dateOfDeath
        placeOfDeath
        causeOfDeath
        lateRegistrationReason
        deceased {
          ...details_individual
        }
        informant {
          relationship
          email
          phoneNumber
          individual {
            ...details_individual
          }
        }
      }
      ... on Marriage {
        dateOfMarriage
        placeOfMarriage
        spouses {
          ...details_individual
        }
        witnesses {
          ...details_individual
        }
        informant {
          relationship
          email
          phoneNumber
          individual {
            ...details_individual
          }
        }
      }
    }
  }
`;
