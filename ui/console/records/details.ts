/** The details of a record as sections of facts: on its page, in comparisons, on certificates. */
import { graphql, readInlineData } from "relay-runtime";
import type {
  details_details$data,
  details_details$key,
} from "../__generated__/details_details.graphql";
import type { details_event$key } from "../__generated__/details_event.graphql";
import { fullName } from "../persons/names";
import type { Texts } from "../texts/english";

/** A label and its value; null where there is none. */
export type Fact = readonly [label: string, value: string | null];

export interface Section {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** What a record says, said or would say, as the API has it. */
export type Details = details_details$data;
type Person = NonNullable<Extract<Details, { __typename: "Birth" }>["mother"]>;

/** What texts and dates are written in, and whether each part of a name stands by itself. */
export interface Language {
  readonly texts: Texts;
  readonly day: (iso: string) => string;
  readonly knownDate: (known: string) => string;
  readonly namesApart?: boolean;
}

/** Return the facts of a record by section. */
export function sectionsOf(event: details_event$key, language: Language): readonly Section[] {
  return sectionsOfDetails(detailsOf(event), language);
}

/** Return the details of a record. */
export function detailsOf(event: details_event$key): Details {
  return readDetails(readInlineData(EVENT, event).details);
}

/** Return the details of a record, of one of its versions, or of a correction. */
export function readDetails(details: details_details$key): Details {
  return readInlineData(DETAILS, details);
}

/** Return the facts of details by section. */
export function sectionsOfDetails(details: Details, language: Language): readonly Section[] {
  const labels = language.texts.records;
  const personSection = (title: string, person: Person | null | undefined): Section[] =>
    person ? [{ title, facts: factsOf(person, language) }] : [];
  switch (details.__typename) {
    case "Birth":
      return [
        {
          title: labels.event,
          facts: [
            [labels.placeOfBirth, details.placeOfBirth],
            [labels.lateRegistrationReason, details.lateRegistrationReason ?? null],
            [labels.multipleBirth, multipleBirth(details.multipleBirth, language)],
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
  const details = detailsOf(event);
  const name = ({ firstName, lastName }: Person) => fullName({ firstName, lastName });
  if (details.__typename === "Birth") return name(details.child);
  if (details.__typename === "Death") return name(details.deceased);
  if (details.__typename === "Marriage") return details.spouses.map(name).join(" · ");
  return "";
}

function multipleBirth(
  born: { of: number; order: number } | null | undefined,
  { texts }: Language,
): string | null {
  return born ? texts.records.bornAs(born.order, born.of) : null;
}

type Known = Exclude<Details, { __typename: "%other" }>;

/** Return what portals call an informant in words: they send codes such as DAUGHTER, or a text. */
function relationshipWord(code: string, words: Readonly<Record<string, string>>): string {
  const known =
    words[
      code
        .trim()
        .toUpperCase()
        .replace(/[\s-]+/g, "_")
    ];
  if (known !== undefined || !/^[A-Z]+(_[A-Z]+)*$/.test(code)) return known ?? code;
  return code.charAt(0) + code.slice(1).toLowerCase().replaceAll("_", " ");
}

function informantSection(details: Known, language: Language): Section {
  const labels = language.texts.records;
  const { relationship, email, phoneNumber, individual } = details.informant;
  const facts: readonly Fact[] = [
    [
      labels.relationship,
      relationshipWord(relationship, { ...labels.relationships, ...labels.moreRelationships }),
    ],
    [labels.email, email ?? null],
    [labels.phone, phoneNumber ?? null],
    ...(individual ? factsOf(individual, language) : []),
  ];
  return { title: labels.informant, facts };
}

function knownDate(known: string | null | undefined, language: Language): string | null {
  return known ? language.knownDate(known) : null;
}

function factsOf(person: Person, language: Language): readonly Fact[] {
  const { texts, namesApart = false } = language;
  const { birthDateKnown, gender, nationalId } = person;
  const names: readonly Fact[] = namesApart
    ? [
        [texts.fields.firstName, person.firstName ?? null],
        [texts.fields.secondName, person.secondName ?? null],
        [texts.fields.lastName, person.lastName ?? null],
      ]
    : [[texts.records.name, fullName(person)]];
  return [
    ...names,
    [texts.fields.birthDate, knownDate(birthDateKnown, language)],
    [texts.fields.gender, gender ? texts.genders[gender] : null],
    [texts.fields.nationalId, nationalId ?? null],
  ];
}

void graphql`
  fragment details_individual on Individual {
    firstName
    secondName
    lastName
    birthDate
    birthDateKnown
    gender
    nationalId
  }
`;

void graphql`
  fragment details_informant on Informant {
    relationship
    email
    phoneNumber
    individual {
      ...details_individual @relay(mask: false)
    }
  }
`;

const DETAILS = graphql`
  fragment details_details on VitalEventDetails @inline {
    __typename
    ... on Birth {
      placeOfBirth
      lateRegistrationReason
      multipleBirth {
        of
        order
      }
      child {
        ...details_individual @relay(mask: false)
      }
      mother {
        ...details_individual @relay(mask: false)
      }
      father {
        ...details_individual @relay(mask: false)
      }
      informant {
        ...details_informant @relay(mask: false)
      }
    }
    ... on Death {
      dateOfDeathKnown
      placeOfDeath
      causeOfDeath
      lateRegistrationReason
      deceased {
        ...details_individual @relay(mask: false)
      }
      informant {
        ...details_informant @relay(mask: false)
      }
    }
    ... on Marriage {
      dateOfMarriage
      placeOfMarriage
      spouses {
        ...details_individual @relay(mask: false)
      }
      witnesses {
        ...details_individual @relay(mask: false)
      }
      informant {
        ...details_informant @relay(mask: false)
      }
    }
  }
`;

const EVENT = graphql`
  fragment details_event on VitalEvent @inline {
    details {
      ...details_details
    }
  }
`;
