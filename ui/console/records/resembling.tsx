/** Whom somebody on a form resembles, found while they are typed; never in anybody's way (rule H8). */
import { useEffect, useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type {
  resemblingQuery,
  resemblingQuery$data,
} from "../__generated__/resemblingQuery.graphql";
import { UNASKED } from "../api/environment";
import { fullName } from "../persons/names";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats } from "../texts/texts";
import { knownPath } from "./days";
import type { Values } from "./form-values";

/** For so long nothing is typed before anybody is looked for, in milliseconds. */
const PAUSE = 700;
const WHOLE_DATE = /^\d{4}(-\d{2}){0,2}$/;

interface ResemblingProps {
  /** The path of the person in the form. */
  readonly path: string;
  readonly values: Values;
}

/** Tell how many records are similar; whoever wants to see them opens the list. */
export default function Resembling({ path, values }: ResemblingProps) {
  const texts = useDeskTexts().declaring;
  const { knownDate } = useFormats();
  const found = useSimilarPersons(soughtOf(path, values));
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
              <bdi>{fullName(person)}</bdi>
            </a>
            {person.birthDateKnown != null && `, ${knownDate(person.birthDateKnown)}`}
            {person.nationalId != null && `, ${person.nationalId}`}{" "}
            <span className="faint">{texts.likeness[band as keyof typeof texts.likeness]}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Look for them after a pause; what was found stays until there is another answer. */
function useSimilarPersons(sought: string): resemblingQuery$data["similarPersons"] {
  const environment = useRelayEnvironment();
  const [found, setFound] = useState<resemblingQuery$data["similarPersons"]>([]);
  useEffect(() => {
    let stop = () => {};
    const timer = setTimeout(() => {
      if (sought === "") {
        setFound([]);
        return;
      }
      const { unsubscribe } = fetchQuery<resemblingQuery>(
        environment,
        SIMILAR,
        { input: JSON.parse(sought) },
        { networkCacheConfig: UNASKED },
      ).subscribe({
        next: ({ similarPersons }) => setFound(similarPersons),
        // The form says itself what is wrong with a value, and is not in need of this list.
        error: () => setFound([]),
      });
      stop = unsubscribe;
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [environment, sought]);
  return found;
}

/** Return what is known of somebody as JSON; nothing where it is too little to find anybody by. */
function soughtOf(path: string, values: Values): string {
  const typed = (at: string) => (values[at] ?? "").trim();
  const of = (name: string) => typed(`${path}.${name}`);
  const born = of("birthDate") || typed(knownPath(`${path}.birthDate`));
  const known = {
    firstName: of("firstName"),
    secondName: of("secondName"),
    lastName: of("lastName"),
    birthDateKnown: WHOLE_DATE.test(born) ? born : "",
    nationalId: of("nationalId"),
  };
  const isNamed = known.firstName !== "" || known.lastName !== "";
  if (known.nationalId === "" && !(isNamed && known.birthDateKnown !== "")) return "";
  return JSON.stringify(
    Object.fromEntries(Object.entries(known).filter(([, value]) => value !== "")),
  );
}

const SIMILAR = graphql`
  query resemblingQuery($input: SimilarPersonsInput!) {
    similarPersons(input: $input) {
      band
      person {
        id
        firstName
        secondName
        lastName
        birthDateKnown
        nationalId
      }
    }
  }
`;
