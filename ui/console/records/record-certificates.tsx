/** The certificates of a record, and what was paid for them. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { recordCertificates_event$key } from "../__generated__/recordCertificates_event.graphql";
import { useFormats, useTexts } from "../texts/texts";

interface RecordCertificatesProps {
  readonly event: recordCertificates_event$key;
  /** Whether the viewer may open and print them. */
  readonly areLinked: boolean;
}

/** List them; nothing where there are none. */
export function RecordCertificates({ event: key, areLinked }: RecordCertificatesProps) {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.records;
  const event = useFragment(EVENT, key);
  if (event.certificates.length === 0) return null;
  return (
    <section className="sheet">
      <h2>{labels.certificates}</h2>
      <ul>
        {event.certificates.map((certificate) => (
          <li key={certificate.id}>
            {areLinked ? (
              <Link
                href={`/records/${encodeURIComponent(event.id)}/certificates/${encodeURIComponent(certificate.id)}`}
              >
                {certificate.template}
              </Link>
            ) : (
              certificate.template
            )}{" "}
            {formats.time(certificate.certifiedAt)}
            {certificate.issuedAt != null &&
              `, ${labels.issuedAt} ${formats.time(certificate.issuedAt)}`}
          </li>
        ))}
      </ul>
      {event.payments.length > 0 && <h3>{labels.payments}</h3>}
      <ul>
        {event.payments.map((payment) => (
          <li key={payment.id}>
            {payment.amount} {payment.currency}, {labels.receipt}{" "}
            <code>{payment.receiptNumber}</code>, {formats.time(payment.paidAt)}
          </li>
        ))}
      </ul>
    </section>
  );
}

const EVENT = graphql`
  fragment recordCertificates_event on VitalEvent {
    id
    certificates {
      id
      template
      certifiedAt
      issuedAt
    }
    payments {
      id
      amount
      currency
      paidAt
      receiptNumber
    }
  }
`;
