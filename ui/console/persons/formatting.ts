/** Formats the documents and addresses of a person, each on one line. */

interface Document {
  readonly type: string;
  readonly number: string;
  readonly issuedAt: string | null | undefined;
  readonly issuedBy: string | null | undefined;
  readonly expirationDate: string | null | undefined;
}

interface Address {
  readonly country: string;
  readonly area: string | null | undefined;
  readonly settlement: string | null | undefined;
  readonly street: string | null | undefined;
  readonly building: string | null | undefined;
  readonly apartment: string | null | undefined;
  readonly zip: string | null | undefined;
}

/** Return a document on one line: type, number, issuer and dates. */
export function formatDocument(
  document: Document,
  types: Readonly<Record<string, string>>,
  day: (iso: string) => string,
): string {
  const { type, number, issuedBy, issuedAt, expirationDate } = document;
  const times = [issuedAt, expirationDate].flatMap((it) => (it ? [day(it)] : [])).join(" – ");
  return joined([`${types[type] ?? type} ${number}`, issuedBy, times]);
}

/** What an address says whose country nobody told. */
const COUNTRY_NOT_KNOWN = "UNKNOWN";

/** Return an address on one line, from the street to the country, where it is known. */
export function formatAddress(address: Address): string {
  const { street, building, apartment, zip, settlement, area, country } = address;
  const streetLine = [street, building, apartment].filter(Boolean).join(" ");
  const placeLine = [zip, settlement].filter(Boolean).join(" ");
  const known = country === COUNTRY_NOT_KNOWN ? null : country;
  return joined([streetLine, placeLine, area, known]) || country;
}

function joined(parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(", ");
}
