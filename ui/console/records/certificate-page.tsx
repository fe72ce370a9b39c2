/** A certificate, as it is printed: on paper nothing but the sheet itself is seen. */
import { graphql } from "react-relay";
import { useParams } from "wouter";
import type { certificatePageQuery } from "../__generated__/certificatePageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { Button, LinkButton } from "../parts/button";
import { Notice } from "../parts/notice";
import { Page } from "../parts/page";
import { useFormats, useTexts } from "../texts/texts";
import { sectionsOf } from "./details";
import { Facts } from "./facts";

/** Shows the certificate that the address names. */
export default function CertificatePage() {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.records;
  const { id = "", certificate: wanted = "" } = useParams<{ id: string; certificate: string }>();
  const record = decodeURIComponent(id);
  const { vitalEvent: event } = usePageQuery<certificatePageQuery>(CERTIFICATE, { id: record });
  const made = event?.certificates.find(({ id }) => id === decodeURIComponent(wanted));
  const actions = (
    <>
      <LinkButton to={`/records/${encodeURIComponent(record)}`}>{labels.record}</LinkButton>
      <Button look="primary" onPress={() => window.print()}>
        {labels.print}
      </Button>
    </>
  );
  if (event === null || event === undefined || made === undefined) {
    return (
      <Page title={labels.certificate} actions={actions}>
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      </Page>
    );
  }
  const wording = { texts, day: formats.day };
  // Who told of the event is the register's business, not the certificate's.
  const sections = sectionsOf(event, wording).filter(({ title }) => title !== labels.informant);
  return (
    <Page title={made.template} actions={actions}>
      <div className="certificate">
        <p>
          {labels.registrationNumber} <strong>{event.registrationNumber}</strong>
        </p>
        {sections.map(({ title, facts }, at) => (
          <section key={at}>
            <h2>{title}</h2>
            <Facts of={facts} />
          </section>
        ))}
        <p>
          {labels.certifiedAt} {formats.time(made.certifiedAt)}
        </p>
        <p className="signature">{labels.signature}</p>
      </div>
    </Page>
  );
}

const CERTIFICATE = graphql`
  query certificatePageQuery($id: ID!) {
    vitalEvent(id: $id) {
      id
      kind
      registrationNumber
      certificates {
        id
        template
        certifiedAt
        issuedAt
      }
      ...details_event
    }
  }
`;
