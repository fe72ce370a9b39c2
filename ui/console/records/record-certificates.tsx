/** The certificates of a record, and what was paid for them. */

import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type {
  recordCertificates_event$data,
  recordCertificates_event$key,
} from "../__generated__/recordCertificates_event.graphql";
import { Button } from "../components/button";
import { Moment } from "../components/moment";
import { ScrollRegion } from "../components/scroll-region";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import type { Details } from "./details";
import { useCollectorName } from "./handed-to";
import { NextCertificate } from "./next-certificate";
import { ownAddress } from "./own-address";
import { revocationReason } from "./revocation-reason";
import { RevokeCertificate } from "./revoke-certificate";
import { detailsAt, type Version } from "./versions";

interface RecordCertificatesProps {
  readonly event: recordCertificates_event$key;
  /** Those of the record as it is now. */
  readonly details: Details;
  /** Those of the record, of which each certificate names who collects it. */
  readonly versions: readonly Version[];
  /** Whether the viewer may open, print and revoke them. */
  readonly isRegistrar: boolean;
  /** Called once one is revoked: the record may have another status. */
  readonly onRevoked: () => void;
}

type Certificate = recordCertificates_event$data["certificates"][number];

/** List them; nothing where there are none. */
export function RecordCertificates(props: RecordCertificatesProps) {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.records;
  const { details, versions, isRegistrar, onRevoked } = props;
  const { timeline, certificates: desk } = useDeskTexts();
  const { shown } = desk;
  const collectorName = useCollectorName();
  const event = useFragment(EVENT, props.event);
  const [revoking, setRevoking] = useState<Certificate | null>(null);
  if (event.certificates.length === 0) return null;
  const rowOf = (certificate: Certificate) => {
    const { serialNumber, issuedAt, revokedAt, certificateTemplate: template } = certificate;
    const path = `/records/${encodeURIComponent(event.id)}/certificates/${encodeURIComponent(certificate.id)}`;
    const who = collectorName(certificate, detailsAt(certificate.certifiedAt, versions, details));
    return (
      <tr key={certificate.id}>
        <td data-label={desk.number}>
          {isRegistrar ? (
            <Link href={path}>{serialNumber}</Link>
          ) : (
            <Link href={`/trail?record=${encodeURIComponent(serialNumber)}`}>{serialNumber}</Link>
          )}
          <div className="faint">{timeline.template(template.name, String(template.version))}</div>
        </td>
        <td data-label={desk.made}>
          <Moment at={certificate.certifiedAt} />
        </td>
        <td data-label={desk.handedTo}>
          {issuedAt == null ? (
            (revokedAt == null ? desk.toBe : desk.neverHandedOver)(who)
          ) : (
            <bdi>{who}</bdi>
          )}
          <div className="faint">
            {certificate.collector.hasShownDocument ? shown.yes : shown.no}
          </div>
        </td>
        <td data-label={desk.when}>{issuedAt == null ? "–" : <Moment at={issuedAt} />}</td>
        <td data-label={desk.state}>
          {revokedAt == null ? (
            <>
              {desk.valid}{" "}
              {isRegistrar && (
                <Button variant="danger" onPress={() => setRevoking(certificate)}>
                  {timeline.revoke}
                </Button>
              )}
            </>
          ) : (
            <>
              <strong>{timeline.revoked(formats.time(revokedAt))}</strong>:{" "}
              <q>{revocationReason(certificate.revocationReason, timeline.reasons)}</q>
              {isRegistrar && (
                <NextCertificate
                  recordId={event.id}
                  certificates={event.certificates}
                  revoked={certificate}
                  mayCertify={event.availableActions.includes("CERTIFY")}
                  isOnRecord
                />
              )}
            </>
          )}
        </td>
      </tr>
    );
  };
  return (
    <section className="sheet whole-row">
      <h2>{labels.certificates}</h2>
      <ScrollRegion label={labels.certificates}>
        <table aria-label={labels.certificates} className="cards">
          <thead>
            <tr>
              {[desk.number, desk.made, desk.handedTo, desk.when, desk.state].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{event.certificates.map(rowOf)}</tbody>
        </table>
      </ScrollRegion>
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
        <RevokeCertificate of={revoking} onRevoked={onRevoked} onClose={() => setRevoking(null)} />
      )}
    </section>
  );
}

const EVENT = graphql`
  fragment recordCertificates_event on VitalEvent {
    id
    availableActions
    certificates {
      id
      serialNumber
      certifiedAt
      issuedAt
      revokedAt
      revocationReason
      collector {
        hasShownDocument
      }
      ...handedTo_certificate
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
