/** How the parts of a person's record read on one line. */

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

/** Writes a document: what it is, its number, by whom and from when until when. */
export function documentLine(document: Document, types: Readonly<Record<string, string>>): string {
  const { type, number, issuedBy, issuedAt, expirationDate } = document;
  const times = [issuedAt, expirationDate].filter(Boolean).join(" – ");
  return joined([`${types[type] ?? type} ${number}`, issuedBy, times]);
}

/** Writes an address from the door outwards, as the comparison does. */
export function addressLine(address: Address): string {
  const { street, building, apartment, zip, settlement, area, country } = address;
  const door = [street, building, apartment].filter(Boolean).join(" ");
  const place = [zip, settlement].filter(Boolean).join(" ");
  return joined([door, place, area, country]);
}

function joined(parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(", ");
}
