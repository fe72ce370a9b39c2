/** Whom somebody on a form resembles, found while they are typed; never in anybody's way (rule H8). */
import { type ReactNode, use, useState } from "react";
import { Button } from "../components/button";
import { PersonName } from "../components/moment";
import { formatAddress } from "../persons/formatting";
import { fullName } from "../persons/names";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats } from "../texts/texts";
import { knownPath } from "./days";
import type { Values } from "./form-values";
import { OwnPerson } from "./own-person";
import { type SimilarPersons, useSimilarPersons } from "./similar-persons";
import { isTaken, valuesOfPerson } from "./values-of-person";

interface ResemblingProps {
  /** The path of the person in the form. */
  readonly path: string;
  readonly values: Values;
  /** Takes what the registry has of one of them; nobody's where it is somebody new, as a child is. */
  readonly onTake: ((theirs: Values) => void) | null;
}

/** Look for whom the form has so far. */
export default function Resembling({ path, values, onTake }: ResemblingProps) {
  const texts = useDeskTexts().declaring;
  const of = (name: string) => values[`${path}.${name}`] ?? "";
  const found = useSimilarPersons({
    firstName: of("firstName"),
    secondName: of("secondName"),
    lastName: of("lastName"),
    birthDateKnown: of("birthDate") || values[knownPath(`${path}.birthDate`)],
    nationalId: of("nationalId"),
  });
  const own = use(OwnPerson);
  const [taken, setTaken] = useState<string | null>(null);
  if (found === null && (of("firstName") || of("lastName"))) {
    return <p className="resembling faint">{texts.similarWithDate}</p>;
  }
  const take = (person: string, theirs: Values) => {
    setTaken(person);
    onTake?.(theirs);
  };
  const others = found?.filter(({ person }) => person.id !== own) ?? null;
  if (onTake === null) return <SimilarRecords found={others} />;
  return (
    <SimilarRecords found={others} isDeceased={path === "deceased"}>
      {(person) => {
        const theirs = valuesOfPerson(person, path);
        // Of two who are written down alike, the one that was taken.
        const isOther = taken !== null && taken !== person.id;
        if (isTaken(theirs, values) && !isOther)
          return <span className="faint">{texts.isTaken}</span>;
        const name = fullName(person);
        return (
          <Button aria-label={`${texts.takeAll}: ${name}`} onPress={() => take(person.id, theirs)}>
            {texts.takeAll}
          </Button>
        );
      }}
    </SimilarRecords>
  );
}

interface SimilarRecordsProps {
  readonly found: SimilarPersons | null;
  /** Whether marriages are looked for as well, which may name somebody who has no record of their own. */
  readonly isDeceased?: boolean;
  /** Return what can be done with one of them. */
  readonly children?: (person: SimilarPersons[number]["person"]) => ReactNode;
}

/** Tell how many records are similar; whoever wants to see them opens the list. */
export function SimilarRecords({ found, isDeceased = false, children }: SimilarRecordsProps) {
  const texts = useDeskTexts().declaring;
  const { knownDate, day } = useFormats();
  if (found === null) return <p className="resembling faint">{texts.similarAsKnown}</p>;
  if (found.length === 0) {
    const none = isDeceased ? texts.noDeceasedIsSimilar : texts.noneIsSimilar;
    return <p className="resembling faint">{none}</p>;
  }
  return (
    <details className="resembling">
      <summary>
        {texts.similar}: {found.length}
      </summary>
      <ul className="rows">
        {found.map(({ band, person }) => (
          <li key={person.id}>
            <a
              href={`/persons/${encodeURIComponent(person.id)}`}
              target="_blank"
              rel="noopener noreferrer"
            >
              <bdi>
                <PersonName of={person} />
              </bdi>
            </a>
            {person.birthDateKnown != null && <span>{knownDate(person.birthDateKnown)}</span>}
            {person.nationalId != null && <bdi>{person.nationalId}</bdi>}
            {person.addresses.slice(0, 1).map((address) => (
              <bdi key="address">{formatAddress(address)}</bdi>
            ))}
            <span className="faint">{texts.since(day(person.insertedAt))}</span>
            {isOneOfTwins(person, found) && <code>…{person.databaseId.slice(-6)}</code>}
            <span className="faint">{texts.likeness[band as keyof typeof texts.likeness]}</span>
            {children?.(person)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Return whether another row would read the same: nothing else that is shown tells the two apart. */
function isOneOfTwins(person: SimilarPersons[number]["person"], found: SimilarPersons): boolean {
  const reads = (one: typeof person) =>
    JSON.stringify([
      fullName(one).toLocaleLowerCase(),
      one.birthDateKnown,
      one.nationalId,
      one.addresses.slice(0, 1),
      one.insertedAt.slice(0, 10),
    ]);
  return found.some(
    (other) => other.person.id !== person.id && reads(other.person) === reads(person),
  );
}
