/** Whom somebody resembles who is written down or registered, as the API finds them (rule H8). */
import { useEffect, useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type {
  similarPersonsQuery,
  similarPersonsQuery$data,
} from "../__generated__/similarPersonsQuery.graphql";
import { UNASKED } from "../api/unasked";

/** For so long nothing is typed before anybody is looked for, in milliseconds. */
const PAUSE = 700;
const WHOLE_DATE = /^\d{4}(-\d{2}){0,2}$/;

export type SimilarPersons = similarPersonsQuery$data["similarPersons"];

/** What is known of somebody: what is empty or no date is left out. */
export interface Known {
  readonly firstName: string | null | undefined;
  readonly secondName: string | null | undefined;
  readonly lastName: string | null | undefined;
  readonly birthDateKnown: string | null | undefined;
  readonly nationalId: string | null | undefined;
}

/**
 * Look for them after a pause; what was found stays until there is another answer.
 *
 * Null where nobody was looked for, since too little is known, or where there was no answer: the form
 * says itself what is wrong with a value, and is not in need of this list.
 */
export function useSimilarPersons(known: Known, pause: number = PAUSE): SimilarPersons | null {
  const environment = useRelayEnvironment();
  const [found, setFound] = useState<SimilarPersons | null>(null);
  const sought = soughtOf(known);
  useEffect(() => {
    let stop = () => {};
    const timer = setTimeout(() => {
      if (sought === "") {
        setFound(null);
        return;
      }
      const { unsubscribe } = fetchQuery<similarPersonsQuery>(
        environment,
        SIMILAR,
        { input: JSON.parse(sought) },
        { networkCacheConfig: UNASKED },
      ).subscribe({
        next: ({ similarPersons }) => setFound(similarPersons),
        error: () => setFound(null),
      });
      stop = unsubscribe;
    }, pause);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [environment, sought, pause]);
  return found;
}

/** Return what is known as JSON; nothing where it is too little to find anybody by. */
function soughtOf(known: Known): string {
  const trimmed = Object.entries(known).map(([name, value]) => [name, (value ?? "").trim()]);
  const { birthDateKnown = "", ...others }: Record<string, string> = Object.fromEntries(trimmed);
  const sought = {
    ...others,
    birthDateKnown: WHOLE_DATE.test(birthDateKnown) ? birthDateKnown : "",
  };
  const isNamed = Boolean(others.firstName || others.lastName);
  if (!others.nationalId && !(isNamed && sought.birthDateKnown !== "")) return "";
  return JSON.stringify(Object.fromEntries(Object.entries(sought).filter(([, it]) => it !== "")));
}

const SIMILAR = graphql`
  query similarPersonsQuery($input: SimilarPersonsInput!) {
    similarPersons(input: $input) {
      band
      person {
        id
        secondName
        ...personChoice_person @relay(mask: false)
      }
    }
  }
`;
