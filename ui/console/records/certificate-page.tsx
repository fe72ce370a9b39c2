/** The page of a certificate as it is printed: in print only the sheet itself is visible. */
import "../styles/records.css";
import { graphql } from "react-relay";
import { useParams } from "wouter";
import type { certificatePageQuery } from "../__generated__/certificatePageQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { LinkButton } from "../components/link-button";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { useFormats, useTexts } from "../texts/texts";
import { sectionsOf } from "./details";
import { FactList } from "./fact-list";

/** Show the certificate that the address names. */
export default function CertificatePage() {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.records;
  const { id = "", certificate: certificateId = "" } = useParams<{
    id: string;
    certificate: string;
  }>();
  const recordId = decodeURIComponent(id);
  const { vitalEvent: event } = usePageQuery<certificatePageQuery>(CERTIFICATE, { id: recordId });
  const certificate = event?.certificates.find(
    ({ id }) => id === decodeURIComponent(certificateId),
  );
  const actions = (
    <>
      <LinkButton to={`/records/${encodeURIComponent(recordId)}`}>{labels.record}</LinkButton>
      <Button variant="primary" onPress={() => window.print()}>
        {labels.print}
      </Button>
    </>
  );
  if (event === null || event === undefined || certificate === undefined) {
    return (
      <Page title={labels.certificate} actions={actions}>
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      </Page>
    );
  }
  const language = { texts, ...formats };
  // A certificate does not name the informant.
  const sections = sectionsOf(event, language).filter(({ title }) => title !== labels.informant);
  return (
    <Page title={labels.templates[event.kind as keyof typeof labels.templates]} actions={actions}>
      <div className="certificate">
        <p>
          {labels.registrationNumber} <strong>{event.registrationNumber}</strong>
        </p>
        {sections.map(({ title, facts }, index) => (
          <section key={index}>
            <h2>{title}</h2>
            <FactList facts={facts} />
          </section>
        ))}
        <p>
          {labels.certifiedAt} {formats.time(certificate.certifiedAt)}
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
