/** The certificates of a record, and what was paid for them. */

import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type {
  recordCertificates_event$data,
  recordCertificates_event$key,
} from "../__generated__/recordCertificates_event.graphql";
import type { recordCertificatesRevokeMutation } from "../__generated__/recordCertificatesRevokeMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Moment } from "../components/moment";
import { ReasonForm } from "../components/reason-form";
import { fullName } from "../persons/names";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { ownAddress } from "./own-address";
import { revocationReason } from "./revocation-reason";

interface RecordCertificatesProps {
  readonly event: recordCertificates_event$key;
  /** Whether the viewer may open, print and revoke them. */
  readonly isRegistrar: boolean;
  /** Called once one is revoked: the record may have another status. */
  readonly onRevoked: () => void;
}

type Collector = NonNullable<recordCertificates_event$data["certificates"][number]["collector"]>;

/** List them; nothing where there are none. */
export function RecordCertificates(props: RecordCertificatesProps) {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.records;
  const { isRegistrar, onRevoked } = props;
  const { timeline, certificates: desk } = useDeskTexts();
  const { shown } = desk;
  const collectorOf = ({ relationship, individual }: Collector) =>
    individual == null
      ? `${labels.collectors[relationship]} (${desk.notNamed})`
      : fullName(individual);
  const event = useFragment(EVENT, props.event);
  const [revoking, setRevoking] = useState<string | null>(null);
  const { perform, isPending, refusal, clearRefusal } =
    useApiMutation<recordCertificatesRevokeMutation>(REVOKE);
  const close = () => {
    clearRefusal();
    setRevoking(null);
  };
  async function revoke(reason: string) {
    if ((await perform({ input: { serialNumber: revoking ?? "", reason } })) === null) return;
    setRevoking(null);
    onRevoked();
  }
  if (event.certificates.length === 0) return null;
  return (
    <section className="sheet">
      <h2>{labels.certificates}</h2>
      <ul>
        {event.certificates.map((certificate) => (
          <li key={certificate.id}>
            {isRegistrar ? (
              <Link
                href={`/records/${encodeURIComponent(event.id)}/certificates/${encodeURIComponent(certificate.id)}`}
              >
                {certificate.serialNumber}
              </Link>
            ) : (
              certificate.serialNumber
            )}{" "}
            {timeline.template(
              certificate.certificateTemplate.name,
              String(certificate.certificateTemplate.version),
            )}
            {formats.comma}
            <Moment at={certificate.certifiedAt} />
            {certificate.issuedAt != null &&
              `${formats.comma}${labels.issuedAt} ${formats.time(certificate.issuedAt)}`}
            {certificate.collector != null && (
              <>
                . {labels.collector}: {collectorOf(certificate.collector)}
                {". "}
                {certificate.collector.hasShownDocument ? shown.yes : shown.no}
              </>
            )}
            {certificate.revokedAt != null ? (
              <>
                {formats.comma}
                <strong>{timeline.revoked(formats.time(certificate.revokedAt))}</strong>:{" "}
                <q>{revocationReason(certificate.revocationReason, timeline.reasons)}</q>
              </>
            ) : (
              isRegistrar && (
                <>
                  {" "}
                  <Button onPress={() => setRevoking(certificate.serialNumber)}>
                    {timeline.revoke}
                  </Button>
                </>
              )
            )}
          </li>
        ))}
      </ul>
      {event.payments.length > 0 && <h3>{labels.payments}</h3>}
      <ul>
        {event.payments.map((payment) => (
          <li key={payment.id}>
            {payment.amount} {payment.currency}
            {formats.comma}
            {labels.receipt}{" "}
            {isRegistrar ? (
              <a href={ownAddress(payment.receiptUrl)} target="_blank" rel="noopener">
                {payment.receiptNumber}
              </a>
            ) : (
              <code>{payment.receiptNumber}</code>
            )}
            {formats.comma}
            <Moment at={payment.paidAt} />
          </li>
        ))}
      </ul>
      {revoking !== null && (
        <ReasonForm
          title={timeline.revokeTitle}
          explanation={timeline.revokeExplanation}
          confirmLabel={timeline.revoke}
          refusal={refusal}
          isPending={isPending}
          onSubmit={(reason) => void revoke(reason)}
          onClose={close}
        />
      )}
    </section>
  );
}

const EVENT = graphql`
  fragment recordCertificates_event on VitalEvent {
    id
    certificates {
      id
      serialNumber
      certifiedAt
      issuedAt
      revokedAt
      revocationReason
      collector {
        relationship
        hasShownDocument
        individual {
          firstName
          secondName
          lastName
        }
      }
      certificateTemplate {
        id
        name
        version
      }
    }
    payments {
      id
      amount
      currency
      paidAt
      receiptNumber
      receiptUrl
    }
  }
`;
const REVOKE = graphql`
  mutation recordCertificatesRevokeMutation($input: RevokeCertificateInput!) {
    revokeCertificate(input: $input) {
      certificate {
        id
        revokedAt
        revocationReason
      }
    }
  }
`;
