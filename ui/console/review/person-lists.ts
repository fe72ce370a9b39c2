/** The documents, phones and addresses of a record as lines of text. */
import { formatAddress, formatDocument } from "../persons/formatting";

export type ListField = "documents" | "phones" | "addresses";

/** What the API has of them. */
export interface PersonLists {
  readonly documents: readonly Parameters<typeof formatDocument>[0][];
  readonly phones: readonly { readonly number: string }[];
  readonly addresses: readonly Parameters<typeof formatAddress>[0][];
}

/** Return each as a list of lines. */
export function listsOf(
  person: PersonLists,
  types: Readonly<Record<string, string>>,
  day: (iso: string) => string,
): Readonly<Partial<Record<ListField, readonly string[]>>> {
  return {
    documents: person.documents.map((document) => formatDocument(document, types, day)),
    phones: person.phones.map((phone) => phone.number),
    addresses: person.addresses.map(formatAddress),
  };
}
