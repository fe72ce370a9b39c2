/** The details of a record as sections of facts: on its page, in comparisons, on certificates. */
import { graphql, readInlineData } from "relay-runtime";
import type { details_event$data, details_event$key } from "../__generated__/details_event.graphql";
import type { details_individual$key } from "../__generated__/details_individual.graphql";
import { fullName } from "../persons/names";
import type { Texts } from "../texts/english";

/** A label and its value; null where there is none. */
export type Fact = readonly [label: string, value: string | null];

export interface Section {
  readonly title: string;
  readonly facts: readonly Fact[];
}

interface Language {
  readonly texts: Texts;
  readonly day: (iso: string) => string;
  readonly knownDate: (known: string) => string;
}

/** Return the facts of a record by section. */
export function sectionsOf(event: details_event$key, language: Language): readonly Section[] {
  const { details } = readInlineData(EVENT, event);
  const labels = language.texts.records;
  const personSection = (
    title: string,
    person: details_individual$key | null | undefined,
  ): Section[] => (person ? [{ title, facts: factsOf(person, language) }] : []);
  switch (details.__typename) {
    case "Birth":
      return [
        {
          title: labels.event,
          facts: [
            [labels.placeOfBirth, details.placeOfBirth],
            [labels.lateRegistrationReason, details.lateRegistrationReason ?? null],
          ],
        },
        ...personSection(labels.child, details.child),
        ...personSection(labels.mother, details.mother),
        ...personSection(labels.father, details.father),
        informantSection(details, language),
      ];
    case "Death":
      return [
        {
          title: labels.event,
          facts: [
            [labels.dateOfDeath, knownDate(details.dateOfDeathKnown, language)],
            [labels.placeOfDeath, details.placeOfDeath],
            [labels.causeOfDeath, details.causeOfDeath ?? null],
            [labels.lateRegistrationReason, details.lateRegistrationReason ?? null],
          ],
        },
        ...personSection(labels.deceased, details.deceased),
        informantSection(details, language),
      ];
    case "Marriage":
      return [
        {
          title: labels.event,
          facts: [
            [labels.dateOfMarriage, language.day(details.dateOfMarriage)],
            [labels.placeOfMarriage, details.placeOfMarriage],
          ],
        },
        ...details.spouses.flatMap((spouse, index) =>
          personSection(`${labels.spouse} ${index + 1}`, spouse),
        ),
        ...details.witnesses.flatMap((witness, index) =>
          personSection(`${labels.witness} ${index + 1}`, witness),
        ),
        informantSection(details, language),
      ];
    default:
      return [];
  }
}

/** Return the name of the person, or people, whom a record is about. */
export function subjectOf(event: details_event$key): string {
  const { details } = readInlineData(EVENT, event);
  const name = (person: details_individual$key) => {
    const { firstName, lastName } = readInlineData(INDIVIDUAL, person);
    return fullName({ firstName, lastName });
  };
  if (details.__typename === "Birth") return name(details.child);
  if (details.__typename === "Death") return name(details.deceased);
  if (details.__typename === "Marriage") return details.spouses.map(name).join(" · ");
  return "";
}

type Details = Exclude<details_event$data["details"], { __typename: "%other" }>;

function informantSection(details: Details, language: Language): Section {
  const labels = language.texts.records;
  const relationships: Readonly<Record<string, string>> = labels.relationships;
  const { relationship, email, phoneNumber, individual } = details.informant;
  const facts: readonly Fact[] = [
    [labels.relationship, relationships[relationship] ?? relationship],
    [labels.email, email ?? null],
    [labels.phone, phoneNumber ?? null],
    ...(individual ? factsOf(individual, language) : []),
  ];
  return { title: labels.informant, facts };
}

function knownDate(known: string | null | undefined, language: Language): string | null {
  return known ? language.knownDate(known) : null;
}

function factsOf(person: details_individual$key, language: Language): readonly Fact[] {
  const { texts } = language;
  const individual = readInlineData(INDIVIDUAL, person);
  const { birthDateKnown, gender, nationalId } = individual;
  return [
    [texts.records.name, fullName(individual)],
    [texts.fields.birthDate, knownDate(birthDateKnown, language)],
    [texts.fields.gender, gender ? texts.genders[gender] : null],
    [texts.fields.nationalId, nationalId ?? null],
  ];
}

const INDIVIDUAL = graphql`
  fragment details_individual on Individual @inline {
    firstName
    secondName
    lastName
    birthDateKnown
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
        dateOfDeathKnown
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
