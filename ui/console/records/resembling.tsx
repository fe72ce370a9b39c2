/** Whom somebody on a form resembles, found while they are typed; never in anybody's way (rule H8). */
import { use } from "react";
import { PersonName } from "../components/moment";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats } from "../texts/texts";
import { knownPath } from "./days";
import type { Values } from "./form-values";
import { OwnPerson } from "./own-person";
import { type SimilarPersons, useSimilarPersons } from "./similar-persons";

interface ResemblingProps {
  /** The path of the person in the form. */
  readonly path: string;
  readonly values: Values;
}

/** Look for whom the form has so far. */
export default function Resembling({ path, values }: ResemblingProps) {
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
  if (found === null && (of("firstName") || of("lastName"))) {
    return <p className="resembling faint">{texts.similarWithDate}</p>;
  }
  return <SimilarRecords found={found?.filter(({ person }) => person.id !== own) ?? null} />;
}

/** Tell how many records are similar; whoever wants to see them opens the list. */
export function SimilarRecords({ found }: { found: SimilarPersons | null }) {
  const texts = useDeskTexts().declaring;
  const { knownDate } = useFormats();
  if (found === null) return <p className="resembling faint">{texts.similarAsKnown}</p>;
  if (found.length === 0) return <p className="resembling faint">{texts.noneIsSimilar}</p>;
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
            <span className="faint">{texts.likeness[band as keyof typeof texts.likeness]}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
