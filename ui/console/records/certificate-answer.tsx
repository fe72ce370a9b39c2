/** Says of the certificate whose number is searched for whether it is valid, above the records that are found. */
import type { certificateStanding_event$key } from "../__generated__/certificateStanding_event.graphql";
import { LinkButton } from "../components/link-button";
import { Notice } from "../components/notice";
import { Status } from "../components/status";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";
import { useFindingTexts } from "../texts/finding-texts";
import { useFormats } from "../texts/texts";
import { type CertificateShown, certificateOf } from "./certificate-standing";
import { revocationReason } from "./revocation-reason";

interface CertificateAnswerProps {
  readonly number: string;
  /** The records of which one has a certificate of this number. */
  readonly records: readonly certificateStanding_event$key[];
}

/** Show it, with the way to the certificate; where there is none, what that means. */
export function CertificateAnswer({ number, records }: CertificateAnswerProps) {
  const [shown] = records.flatMap((record) => certificateOf(record, number) ?? []);
  return shown === undefined ? <NoneSuch number={number} /> : <Answer shown={shown} />;
}

function Answer({ shown }: { shown: CertificateShown }) {
  const { certificate: words } = useFindingTexts();
  const { certificate, pathOf } = shown;
  const isRegistrar = holdsSomewhere(useViewer(), "REGISTRAR");
  const life = `/trail?record=${encodeURIComponent(certificate.serialNumber)}`;
  return (
    <Notice kind={certificate.revokedAt == null ? "note" : "error"}>
      <p>
        <code>{certificate.serialNumber}</code> <CertificateStatus of={certificate} />
      </p>
      {certificate.revokedAt == null ? <p>{words.compare}</p> : <Revoked shown={shown} />}
      <div className="actions">
        {isRegistrar ? (
          <>
            <LinkButton to={pathOf(certificate)}>{words.open}</LinkButton>
            <ToReplacement shown={shown} />
          </>
        ) : (
          <LinkButton to={life}>{words.life}</LinkButton>
        )}
      </div>
    </Notice>
  );
}

type Standing = Pick<CertificateShown["certificate"], "issuedAt" | "revokedAt">;

/** Valid or not, in a word. */
export function CertificateStatus({ of }: { of: Standing }) {
  const { certificate: words } = useFindingTexts();
  if (of.revokedAt != null) return <Status of="REFUSED">{words.notValid}</Status>;
  return <Status of="ACTIVE">{of.issuedAt == null ? words.notHandedOver : words.valid}</Status>;
}

/** When it was revoked, and why. */
export function Revoked({ shown }: { shown: CertificateShown }) {
  const { timeline } = useDeskTexts();
  const { time } = useFormats();
  const { certificate } = shown;
  return (
    <p>
      {timeline.revoked(time(certificate.revokedAt ?? ""))}:{" "}
      <q>{revocationReason(certificate.revocationReason, timeline.reasons)}</q>
    </p>
  );
}

/** The way to what replaces it; nothing where nothing does. */
export function ToReplacement({ shown }: { shown: CertificateShown }) {
  const { certificate: words } = useFindingTexts();
  const { replacement, pathOf } = shown;
  if (replacement === undefined) return null;
  return (
    <LinkButton to={pathOf(replacement)}>
      {words.openReplacement(replacement.serialNumber)}
    </LinkButton>
  );
}

/** What nobody sees beyond their own offices is not there for them: the public check knows all. */
function NoneSuch({ number }: { number: string }) {
  const { certificate: words } = useFindingTexts();
  const { roles } = useViewer();
  const seesAll = roles.includes("REGISTRAR") || roles.includes("ADMIN");
  return (
    <Notice kind={seesAll ? "error" : "note"}>
      <p>
        <code>{number.trim().toUpperCase()}</code>{" "}
        {seesAll ? <Status of="REFUSED">{words.none}</Status> : words.noneInReach}
      </p>
      {seesAll ? (
        <p>{words.noneMeans}</p>
      ) : (
        <p>
          <a href={`/verify/${encodeURIComponent(number.trim())}`} target="_blank" rel="noopener">
            {words.askPublicCheck}
          </a>
        </p>
      )}
    </Notice>
  );
}
