/** The page of a certificate: the paper as it is printed, its PDF, and where others check it. */

import { useCallback, useEffect, useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import { useParams } from "wouter";
import type { certificatePageQuery } from "../__generated__/certificatePageQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Refusal, readRefusal } from "../api/refusal";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { LinkButton } from "../components/link-button";
import { Moment } from "../components/moment";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { Skeleton } from "../components/skeleton";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { CertificateStatus, Revoked } from "./certificate-answer";
import { certificateOf } from "./certificate-standing";
import { detailsOf } from "./details";
import { useCollectorName } from "./handed-to";
import { IssueForm } from "./issue-form";
import { NextCertificate } from "./next-certificate";
import { ownAddress } from "./own-address";
import { Paper } from "./paper";
import { RevokeCertificate } from "./revoke-certificate";

/** Its links serve for ten minutes: they are asked for again before. */
const LINK_MS = 8 * 60 * 1000;

type Event = NonNullable<certificatePageQuery["response"]["vitalEvent"]>;
type Certificate = Event["certificates"][number];

/** Show the certificate that the address names. */
export default function CertificatePage() {
  const texts = useTexts();
  const formats = useFormats();
  const { certificates: desk, timeline } = useDeskTexts();
  const environment = useRelayEnvironment();
  const params = useParams<{ id: string; certificate: string }>();
  const recordId = decodeURIComponent(params.id ?? "");
  const certificateId = decodeURIComponent(params.certificate ?? "");
  const { vitalEvent: event } = usePageQuery<certificatePageQuery>(CERTIFICATE, { id: recordId });
  const ask = useCallback(
    () =>
      void fetchQuery<certificatePageQuery>(environment, CERTIFICATE, { id: recordId }).subscribe(
        {},
      ),
    [environment, recordId],
  );
  useEffect(() => {
    const timer = setInterval(ask, LINK_MS);
    return () => clearInterval(timer);
  }, [ask]);
  const [isIssuing, setIsIssuing] = useState(false);
  const [isRevoking, setIsRevoking] = useState(false);
  const viewer = useViewer();
  const mayRevoke = holdsSomewhere(viewer, "REGISTRAR");
  const collectorName = useCollectorName();
  const certificate = event?.certificates.find(({ id }) => id === certificateId);
  const back = (
    <LinkButton to={`/records/${encodeURIComponent(recordId)}`}>{texts.records.record}</LinkButton>
  );
  const shown = event == null ? null : certificateOf(event, certificate?.serialNumber ?? "");
  if (event == null || certificate === undefined || shown === null) {
    return (
      <Page title={texts.records.certificate} actions={back}>
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      </Page>
    );
  }
  const { revokedAt } = certificate;
  const handed = {
    number: certificate.serialNumber,
    who: collectorName(certificate, detailsOf(event)),
  };
  const actions = (
    <>
      {back}
      {revokedAt == null && (
        <>
          <a
            className="button plain"
            href={ownAddress(certificate.pdfUrl)}
            target="_blank"
            rel="noopener"
          >
            {desk.openPdf}
          </a>
          <Button variant="primary" onPress={() => window.print()}>
            <ActIcon of="print" /> {texts.records.print}
          </Button>
          {mayRevoke && (
            <Button variant="danger" onPress={() => setIsRevoking(true)}>
              {timeline.revoke}
            </Button>
          )}
        </>
      )}
    </>
  );
  return (
    <Page title={texts.records.templates[event.kind]} actions={actions}>
      <p className="no-print">
        <code>{certificate.serialNumber}</code> <CertificateStatus of={certificate} />
        {formats.comma}
        {texts.records.certifiedAt} <Moment at={certificate.certifiedAt} />.{" "}
        <a href={certificate.verificationUrl} target="_blank" rel="noreferrer">
          {desk.verify}
        </a>
      </p>
      {revokedAt != null && (
        <Notice kind="error">
          <Revoked shown={shown} />
          <p>{desk.noPdf}</p>
          <NextCertificate
            recordId={event.id}
            certificates={event.certificates}
            revoked={certificate}
            mayCertify={mayAct(event, "CERTIFY", viewer.id)}
          />
        </Notice>
      )}
      {revokedAt == null && (
        <Handing
          event={event}
          certificate={certificate}
          mayRevoke={mayRevoke}
          onIssue={() => setIsIssuing(true)}
        />
      )}
      <Sheet key={certificate.id} certificate={certificate} />
      {isIssuing && <IssueForm id={event.id} handed={handed} onClose={() => setIsIssuing(false)} />}
      {isRevoking && (
        <RevokeCertificate of={certificate} onRevoked={ask} onClose={() => setIsRevoking(false)} />
      )}
    </Page>
  );
}

interface HandingProps {
  readonly event: Event;
  readonly certificate: Certificate;
  readonly mayRevoke: boolean;
  readonly onIssue: () => void;
}

/** Say whom it was handed to; until then for whom it was made, and how it is handed over. */
function Handing({ event, certificate, mayRevoke, onIssue }: HandingProps) {
  const { certificates: desk } = useDeskTexts();
  const formats = useFormats();
  const labels = useTexts().records;
  const collectorName = useCollectorName();
  const viewer = useViewer();
  const who = collectorName(certificate, detailsOf(event));
  const { issuedAt } = certificate;
  if (issuedAt != null) {
    return (
      <p className="no-print">
        {desk.handedOverTo(who)}
        {formats.comma}
        <Moment at={issuedAt} />
      </p>
    );
  }
  const mayIssue = mayAct(event, "ISSUE", viewer.id);
  return (
    <div className="no-print">
      <Notice kind="note">
        <p>
          {desk.toBe(who)}
          {mayIssue && ` ${desk.issueMeans}`}
        </p>
        {mayRevoke && <p>{desk.somebodyElse}</p>}
        {mayIssue && (
          <Button variant="primary" onPress={onIssue}>
            {labels.actionLabels.ISSUE}
          </Button>
        )}
      </Notice>
    </div>
  );
}

/** Return whether an action is open to a user: while somebody has taken the record, others only look. */
function mayAct(event: Event, action: "CERTIFY" | "ISSUE", userId: string): boolean {
  const isAnothers = event.assignee != null && event.assignee.id !== userId;
  return event.availableActions.includes(action) && !isAnothers;
}

/** Show the paper as the server has set it. */
function Sheet({ certificate }: { certificate: Certificate }) {
  const { certificates: desk } = useDeskTexts();
  const [made, setMade] = useState<string | Refusal | null>(null);
  const [address] = useState(ownAddress(certificate.pdfUrl).replace(".pdf?", ".svg?"));
  useEffect(() => {
    let isCurrent = true;
    const take = (found: string | Refusal) => isCurrent && setMade(found);
    fetch(address)
      .then(async (response) =>
        take(response.ok ? await response.text() : await readRefusal(response)),
      )
      .catch(() => take(Refusal.unreachable()));
    return () => {
      isCurrent = false;
    };
  }, [address]);
  if (made === null) return <Skeleton />;
  if (made instanceof Refusal) return <RefusalNotice refusal={made} />;
  const marked = certificate.revokedAt == null ? {} : { mark: desk.revoked };
  return (
    <Paper
      svg={made}
      fonts={certificate.certificateTemplate.fonts}
      label={certificate.serialNumber}
      {...marked}
    />
  );
}

const CERTIFICATE = graphql`
  query certificatePageQuery($id: ID!) {
    vitalEvent(id: $id) {
      id
      kind
      availableActions
      assignee {
        id
      }
      ...certificateStanding_event
      ...details_event
      certificates {
        ...handedTo_certificate
        id
        issuedAt
        serialNumber
        pdfUrl
        verificationUrl
        certifiedAt
        revokedAt
        certificateTemplate {
          id
          fonts {
            family
            url
          }
        }
      }
    }
  }
`;
