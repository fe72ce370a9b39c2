/** Whom somebody resembles who is written down or registered, as the API finds them (rule H8). */
import { graphql } from "react-relay";
import type {
  similarPersonsQuery,
  similarPersonsQuery$data,
} from "../__generated__/similarPersonsQuery.graphql";
import { useSought } from "../api/sought";

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

/** Look for them after a pause; null where too little is known, or where there was no answer. */
export function useSimilarPersons(known: Known, pause?: number): SimilarPersons | null {
  return useSought<similarPersonsQuery>(SIMILAR, soughtOf(known), pause)?.similarPersons ?? null;
}

/** Return the question as JSON; nothing where too little is known to find anybody by. */
function soughtOf(known: Known): string {
  const trimmed = Object.entries(known).map(([name, value]) => [name, (value ?? "").trim()]);
  const { birthDateKnown = "", ...others }: Record<string, string> = Object.fromEntries(trimmed);
  const sought = {
    ...others,
    birthDateKnown: WHOLE_DATE.test(birthDateKnown) ? birthDateKnown : "",
  };
  const isNamed = Boolean(others.firstName || others.lastName);
  if (!others.nationalId && !(isNamed && sought.birthDateKnown !== "")) return "";
  const input = Object.fromEntries(Object.entries(sought).filter(([, it]) => it !== ""));
  return JSON.stringify({ input });
}

const SIMILAR = graphql`
  query similarPersonsQuery($input: SimilarPersonsInput!) {
    similarPersons(input: $input) {
      band
      person {
        id
        databaseId
        secondName
        insertedAt
        addresses {
          country
          area
          settlement
          street
          building
          apartment
          zip
        }
        birthDate
        gender
        ...personChoice_person @relay(mask: false)
      }
    }
  }
`;
