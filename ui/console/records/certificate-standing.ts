/** How a certificate stands today that somebody shows, by the number on it. */
import { graphql, readInlineData } from "relay-runtime";
import type {
  certificateStanding_event$data,
  certificateStanding_event$key,
} from "../__generated__/certificateStanding_event.graphql";
import { useFindingTexts } from "../texts/finding-texts";
import { useFormats } from "../texts/texts";

type Certificate = certificateStanding_event$data["certificates"][number];

export interface CertificateShown {
  readonly certificate: Certificate;
  /** What was made of the same record since, and is valid, where this one was revoked. */
  readonly replacement: Certificate | undefined;
  /** The page of each of them. */
  readonly pathOf: (certificate: Certificate) => string;
}

/** Return whether a text is the whole number of a certificate: years and running numbers are long. */
export function isCertificateNumber(text: string): boolean {
  return /^C-\d{4}-\d{7,}$/i.test(text.trim());
}

/** Return the certificate of a record that has this number; nothing where the record has none such. */
export function certificateOf(
  key: certificateStanding_event$key,
  number: string,
): CertificateShown | null {
  const { id, certificates } = readInlineData(EVENT, key);
  const at = certificates.findIndex(
    ({ serialNumber }) => serialNumber === number.trim().toUpperCase(),
  );
  const certificate = certificates[at];
  if (certificate === undefined) return null;
  const later = certificates.slice(at + 1).findLast(({ revokedAt }) => revokedAt == null);
  return {
    certificate,
    replacement: certificate.revokedAt == null ? undefined : later,
    pathOf: (one) =>
      `/records/${encodeURIComponent(id)}/certificates/${encodeURIComponent(one.id)}`,
  };
}

/** Return what says in one line how a certificate stands. */
export function useStanding(): (shown: CertificateShown) => string {
  const { certificate: words } = useFindingTexts();
  const { time } = useFormats();
  return ({ certificate: { revokedAt, issuedAt }, replacement }) => {
    if (revokedAt == null) return issuedAt == null ? words.notHandedOver : words.valid;
    const revoked = words.revoked(time(revokedAt));
    if (replacement === undefined) return revoked;
    return `${revoked} ${words.replacedBy(replacement.serialNumber)}`;
  };
}

const EVENT = graphql`
  fragment certificateStanding_event on VitalEvent @inline {
    id
    certificates {
      id
      serialNumber
      issuedAt
      revokedAt
      revocationReason
    }
  }
`;
