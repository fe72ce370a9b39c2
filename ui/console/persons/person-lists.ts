/** The documents, phones and addresses of a record as lines of text. */
import { graphql } from "react-relay";
import { formatAddress, formatDocument } from "./formatting";

/** What the API has of them. */
export interface PersonLists {
  readonly documents: readonly Parameters<typeof formatDocument>[0][];
  readonly phones: readonly { readonly number: string }[];
  readonly addresses: readonly Parameters<typeof formatAddress>[0][];
}

export type ListField = keyof PersonLists;

/** Return each as a list of lines. */
export function listsOf(
  person: PersonLists,
  types: Readonly<Record<string, string>>,
  day: (iso: string) => string,
): Readonly<Record<ListField, readonly string[]>> {
  return {
    documents: person.documents.map((document) => formatDocument(document, types, day)),
    phones: person.phones.map(({ number }) => number),
    addresses: person.addresses.map(formatAddress),
  };
}

/** It is spread unmasked: what is formatted may be a version of a record, too. */
void graphql`
  fragment personLists_person on Person {
    documents {
      type
      number
      issuedAt
      issuedBy
      expirationDate
    }
    phones {
      number
    }
    addresses {
      country
      area
      settlement
      street
      building
      apartment
      zip
    }
  }
`;
