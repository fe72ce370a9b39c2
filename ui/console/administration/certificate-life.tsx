/** The life of one certificate, above the entries of its record: made, handed over, revoked, and by whom. */
import { graphql } from "react-relay";
import { Link } from "wouter";
import type {
  certificateLifeQuery,
  certificateLifeQuery$data,
} from "../__generated__/certificateLifeQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Notice } from "../components/notice";
import { type Step, Timeline } from "../components/timeline";
import { detailsOf, subjectOf } from "../records/details";
import { useCollectorName } from "../records/handed-to";
import { revocationReason } from "../records/revocation-reason";
import { detailsAt, versionsOf } from "../records/versions";
import { useChartsTexts } from "../texts/charts-texts";
import { useDeskTexts } from "../texts/desk-texts";
import { useTexts } from "../texts/texts";

type Edge = NonNullable<NonNullable<certificateLifeQuery$data["vitalEvents"]["edges"]>[number]>;
type Certificate = NonNullable<Edge["node"]>["certificates"][number];

/** Show it, with who opened its paper; what nobody writes down, such as who checked it by its code, is said too. */
export function CertificateLife({ number }: { number: string }) {
  const texts = useTexts();
  const { certificate: labels } = useChartsTexts();
  const { timeline } = useDeskTexts();
  const collectorName = useCollectorName();
  const found = usePageQuery<certificateLifeQuery>(LIFE, { number });
  const record = nodesOf(found.vitalEvents.edges)[0];
  const made = record?.certificates.find(
    ({ serialNumber }) => serialNumber === number.trim().toUpperCase(),
  );
  if (record === undefined || made === undefined) {
    return (
      <Notice kind="note">
        <p>{labels.none(number.trim())}</p>
      </Notice>
    );
  }
  const entries = nodesOf(found.auditLog.edges).filter(
    ({ resourceId }) => resourceId === keyOf(made.id),
  );
  const next = record.certificates.find(({ certifiedAt }) => certifiedAt > made.certifiedAt);
  const by = (at: string) => {
    const entry = entries.find(({ insertedAt }) => insertedAt === at);
    const name = entry?.actor?.displayName ?? entry?.client?.name;
    return name === undefined ? null : <bdi>{name}</bdi>;
  };
  const named = detailsAt(made.certifiedAt, versionsOf(record), detailsOf(record));
  const steps: Step[] = [
    {
      key: "made",
      participle: "certified",
      title: labels.made,
      by: by(made.certifiedAt),
      at: made.certifiedAt,
      after: null,
      more: <p className="faint">{templateOf(made, timeline.template)}</p>,
    },
  ];
  if (made.issuedAt != null) {
    steps.push({
      key: "issued",
      participle: "issued",
      title: labels.handedOver,
      by: by(made.issuedAt),
      at: made.issuedAt,
      after: null,
      more: <p>{labels.to(collectorName(made, named))}</p>,
    });
  }
  if (made.revokedAt != null) {
    steps.push({
      key: "revoked",
      participle: "revoked",
      title: labels.revoked,
      by: by(made.revokedAt),
      at: made.revokedAt,
      after: null,
      more: (
        <p>
          <q>{revocationReason(made.revocationReason, timeline.reasons)}</q>
        </p>
      ),
    });
  }
  if (next !== undefined) {
    steps.push({
      key: "replaced",
      participle: "certified",
      title: labels.replaced,
      by: null,
      at: next.certifiedAt,
      after: null,
      more: (
        <p>
          <Link href={`/trail?record=${encodeURIComponent(next.serialNumber)}`}>
            {next.serialNumber}
          </Link>
        </p>
      ),
    });
  }
  for (const { id, action, actor, insertedAt } of entries) {
    if (action !== "certificate.viewed") continue;
    steps.push({
      key: id,
      participle: "viewed",
      title: labels.opened,
      by: actor == null ? null : <bdi>{actor.displayName}</bdi>,
      at: insertedAt,
      after: null,
    });
  }
  steps.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return (
    <section className="sheet" aria-label={labels.title(made.serialNumber)}>
      <h2>{labels.title(made.serialNumber)}</h2>
      <p>
        <strong>{stateOf(made, labels)}</strong> {texts.records.kinds[record.kind]}:{" "}
        <bdi>{subjectOf(record)}</bdi>{" "}
        <Link href={`/records/${encodeURIComponent(record.id)}`}>
          <bdi>{record.registrationNumber ?? record.trackingId}</bdi>
        </Link>
      </p>
      <Timeline label={labels.title(made.serialNumber)} steps={steps} />
      <p className="faint">{labels.notWritten}</p>
    </section>
  );
}

function templateOf(
  { certificateTemplate: template }: Certificate,
  write: (name: string, version: string) => string,
): string {
  return write(template.name, String(template.version));
}

function stateOf(
  { revokedAt, issuedAt }: Certificate,
  labels: { readonly valid: string; readonly waits: string; readonly notValid: string },
): string {
  if (revokedAt != null) return labels.notValid;
  return issuedAt == null ? labels.waits : labels.valid;
}

/** Return the UUID within an id of the API, by which the trail names the row. */
function keyOf(id: string): string {
  return atob(id).split(":")[1] ?? "";
}

const LIFE = graphql`
  query certificateLifeQuery($number: String!) {
    vitalEvents(first: 1, filter: { certificateNumber: $number }) {
      edges {
        node {
          id
          kind
          trackingId
          registrationNumber
          ...details_event
          ...versions_event
          certificates {
            id
            serialNumber
            certifiedAt
            issuedAt
            revokedAt
            revocationReason
            ...handedTo_certificate
            certificateTemplate {
              name
              version
            }
          }
        }
      }
    }
    auditLog(
      first: 100
      filter: { record: $number, resource: "certificate" }
      orderBy: INSERTED_AT_ASC
    ) {
      edges {
        node {
          id
          action
          resourceId
          insertedAt
          actor {
            displayName
          }
          client {
            name
          }
        }
      }
    }
  }
`;
