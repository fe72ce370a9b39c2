/** Whom somebody named by a record may be on record: a link, and no statement that the two are the same. */
import { Suspense } from "react";
import { graphql, useLazyLoadQuery } from "react-relay";
import { Link } from "wouter";
import type { onRecordQuery, onRecordQuery$data } from "../__generated__/onRecordQuery.graphql";
import { ErrorBoundary } from "../components/error-boundary";
import { PersonName } from "../components/moment";
import type { Texts } from "../texts/english";
import { useFormats, useTexts } from "../texts/texts";

type Event = NonNullable<onRecordQuery$data["vitalEvent"]>;
type Deceased = Extract<Event["details"], { readonly __typename: "Death" }>["deceased"];
type Person = NonNullable<Deceased["personOnRecord"]>;
type Entry = readonly [title: string, person: Person | null | undefined];

interface OnRecordProps {
  readonly id: string;
  /** The title of the section about them. */
  readonly title: string;
  /** How many acts there were: after each of them the people in their places may be others. */
  readonly acts: number;
}

/** Show the link; nothing where there is nobody, or more than one, nor as long as it is not known. */
export function OnRecord(props: OnRecordProps) {
  return (
    <ErrorBoundary fallback={() => null}>
      <Suspense fallback={null}>
        <PersonOnRecord {...props} />
      </Suspense>
    </ErrorBoundary>
  );
}

function entriesOf({ person, details }: Event, labels: Texts["records"]): readonly Entry[] {
  switch (details.__typename) {
    case "Birth":
      return [
        [labels.mother, details.mother?.personOnRecord],
        [labels.father, details.father?.personOnRecord],
      ];
    case "Death":
      return [[labels.deceased, person == null ? details.deceased.personOnRecord : null]];
    case "Marriage":
      return details.spouses.map((spouse, index) => [
        `${labels.spouse} ${index + 1}`,
        spouse.personOnRecord,
      ]);
    default:
      return [];
  }
}

/** One of the sections asks, for all of them; whom a death has marked is named above already. */
function PersonOnRecord({ id: event, title, acts }: OnRecordProps) {
  const { records: labels, alerts } = useTexts();
  const { comma, knownDate } = useFormats();
  const options = { fetchPolicy: "store-and-network", fetchKey: acts } as const;
  const { vitalEvent } = useLazyLoadQuery<onRecordQuery>(PEOPLE, { id: event }, options);
  const entries = vitalEvent == null ? [] : entriesOf(vitalEvent, labels);
  const person = entries.find(([of]) => of === title)?.[1];
  if (person == null) return null;
  const { id, birthDateKnown } = person;
  return (
    <p className="faint">
      {alerts.onRecordAs}{" "}
      <Link href={`/persons/${encodeURIComponent(id)}`}>
        <PersonName of={person} />
      </Link>
      {birthDateKnown != null && `${comma}${knownDate(birthDateKnown)}`}
    </p>
  );
}

void graphql`
  fragment onRecord_person on Person {
    id
    firstName
    lastName
    birthDateKnown
  }
`;
const PEOPLE = graphql`
  query onRecordQuery($id: ID!) {
    vitalEvent(id: $id) {
      person {
        id
      }
      details {
        __typename
        ... on Birth {
          mother {
            personOnRecord {
              ...onRecord_person @relay(mask: false)
            }
          }
          father {
            personOnRecord {
              ...onRecord_person @relay(mask: false)
            }
          }
        }
        ... on Death {
          deceased {
            personOnRecord {
              ...onRecord_person @relay(mask: false)
            }
          }
        }
        ... on Marriage {
          spouses {
            personOnRecord {
              ...onRecord_person @relay(mask: false)
            }
          }
        }
      }
    }
  }
`;
