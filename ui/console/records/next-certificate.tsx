/** Says of a revoked certificate which one came in its place, or that the next one waits to be made. */
import { Link } from "wouter";
import { LinkButton } from "../components/link-button";
import { useDeskTexts } from "../texts/desk-texts";

interface Certificate {
  readonly id: string;
  readonly serialNumber: string;
  readonly issuedAt?: string | null | undefined;
  readonly revokedAt?: string | null | undefined;
}

interface NextCertificateProps {
  readonly recordId: string;
  readonly certificates: readonly Certificate[];
  readonly revoked: Certificate;
  /** Whether the viewer may make another one now. */
  readonly mayCertify: boolean;
  /** Whether it stands on the record's own page, where that is done. */
  readonly isOnRecord?: boolean;
}

/** Say it, with the way there; nothing where none came and none may be made. */
export function NextCertificate(props: NextCertificateProps) {
  const { recordId, certificates, revoked, mayCertify, isOnRecord = false } = props;
  const { certificates: desk } = useDeskTexts();
  const record = `/records/${encodeURIComponent(recordId)}`;
  const since = certificates.slice(certificates.findIndex(({ id }) => id === revoked.id) + 1);
  const next = since.findLast(({ revokedAt }) => revokedAt == null);
  if (next !== undefined) {
    const says = next.issuedAt == null ? desk.nextWaits : desk.nextIsOut;
    return (
      <p>
        <Link href={`${record}/certificates/${encodeURIComponent(next.id)}`}>
          {says(next.serialNumber)}
        </Link>
      </p>
    );
  }
  if (!mayCertify || since.length > 0) return null;
  if (isOnRecord) return <p>{desk.nextIsMadeAbove}</p>;
  return (
    <>
      <p>{desk.nextIsToBeMade}</p>
      <LinkButton to={record}>{desk.toNext}</LinkButton>
    </>
  );
}
