/** The history of a record as a timeline: who, when, how long after, and what each step changed. */

import { graphql, useFragment } from "react-relay";
import type {
  recordHistory_event$data,
  recordHistory_event$key,
} from "../__generated__/recordHistory_event.graphql";
import { Timeline, type Step as TimelineStep } from "../components/timeline";
import { showAddressed } from "../persons/sections";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import { BeforeAfter } from "./before-after";
import { type Details, readDetails } from "./details";
import { ToOriginal } from "./duplicates";
import { useCollectorName } from "./handed-to";
import { stepsOf } from "./record-steps";
import { revocationReason } from "./revocation-reason";
import { spanOf } from "./spans";
import { ToRecord } from "./spouses";
import { detailsAt, type Version } from "./versions";

interface RecordHistoryProps {
  readonly event: recordHistory_event$key;
  /** Those of the record as it is now. */
  readonly details: Details;
  /** Those of the record, by which a step names who took a certificate. */
  readonly versions: readonly Version[];
}

/** Show the steps; rows that one act changed are one step. */
export function RecordHistory({ event: key, details, versions }: RecordHistoryProps) {
  const texts = useTexts();
  const { language } = useLanguage();
  const event = useFragment(EVENT, key);
  const participles: Readonly<Record<string, string>> = texts.participles;
  const { queues, certificates, timeline } = useDeskTexts();
  const { handedOverTo: handedTo } = certificates;
  const annulments: Readonly<Record<string, string>> = timeline.annulments;
  const { comma } = useFormats();
  const collectorName = useCollectorName();
  const steps = stepsOf(event, versions, timeline.reasons);
  const ended = useEndOfMarriage(event);
  return (
    <section id="history" ref={showAddressed}>
      <h2>{texts.records.history}</h2>
      <Timeline
        label={texts.records.history}
        steps={inOrder(
          ended,
          steps.map((step, at) => {
            const participle = step.action.split(".")[1] ?? "";
            return {
              key: `${step.action} ${step.insertedAt}`,
              participle,
              title:
                (step.isOfAnnulment && annulments[participle]) ||
                (participles[participle] ?? step.action),
              by: step.actorName ?? texts.trail.system,
              at: step.insertedAt,
              after: spanOf(steps[at - 1]?.insertedAt, step.insertedAt, language),
              more: (
                <>
                  {step.words.map((words) => (
                    <p key={words}>
                      <q>{words}</q>
                    </p>
                  ))}
                  {participle === "assigned" && <p className="faint">{queues.lapses}</p>}
                  {step.certificate !== null && <MadeCertificate certificate={step.certificate} />}
                  {step.revoked !== null && (
                    <p>
                      <code>{step.revoked.serialNumber}</code>{" "}
                      <q>{step.revoked.revocationReason}</q>
                    </p>
                  )}
                  {participle === "marked_as_duplicate" && event.duplicateOf != null && (
                    <p>
                      <ToOriginal record={event.duplicateOf} />
                    </p>
                  )}
                  {step.issued !== null && (
                    <p>
                      <code>{step.issued.serialNumber}</code>
                      {comma}
                      {handedTo(
                        collectorName(
                          step.issued,
                          detailsAt(step.issued.certifiedAt, versions, details),
                        ),
                      )}
                    </p>
                  )}
                  {step.version !== null && <NewVersion {...step.version} />}
                </>
              ),
            };
          }),
        )}
      />
    </section>
  );
}

/** Return the registration of the death that ended a marriage, as a step of its history. */
function useEndOfMarriage({ deathsOfSpouses }: Event): readonly TimelineStep[] {
  const { spouses } = useDeskTexts();
  const death = deathsOfSpouses[0];
  const registered = death?.history.findLast(({ action }) => action === "death.registered");
  if (death === undefined || registered === undefined) return [];
  return [
    {
      key: `ended ${death.id}`,
      participle: "ended",
      title: spouses.ended,
      by: registered.actorName ?? null,
      at: registered.insertedAt,
      after: null,
      more: (
        <p>
          <ToRecord record={death} />
        </p>
      ),
    },
  ];
}

function inOrder(ended: readonly TimelineStep[], steps: readonly TimelineStep[]) {
  if (ended.length === 0) return steps;
  return [...steps, ...ended].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

type Event = recordHistory_event$data;

function NewVersion({ before, after }: { before: Version; after: Version }) {
  const { timeline: labels } = useDeskTexts();
  return (
    <details>
      <summary>
        {labels.version(String(after.version))}: {labels.differences}
      </summary>
      <BeforeAfter
        title={labels.version(String(after.version))}
        before={readDetails(before.details)}
        after={readDetails(after.details)}
        beforeLabel={labels.was}
        afterLabel={labels.became}
        changesOnly
      />
    </details>
  );
}

function MadeCertificate({ certificate }: { certificate: Event["certificates"][number] }) {
  const formats = useFormats();
  const { timeline: labels } = useDeskTexts();
  const { office } = certificate.values as { office?: string };
  const { name, version } = certificate.certificateTemplate;
  const isByItself = (certificate.revocationReason ?? "") in labels.reasons;
  return (
    <p>
      <code>{certificate.serialNumber}</code>
      {formats.comma}
      {labels.template(name, String(version))}
      {office !== undefined && `${formats.comma}${office}`}
      {certificate.revokedAt != null && (
        <>
          <br />
          {labels.revoked(formats.time(certificate.revokedAt))}
          {isByItself && (
            <>
              : <q>{revocationReason(certificate.revocationReason, labels.reasons)}</q>
            </>
          )}
        </>
      )}
    </p>
  );
}

const EVENT = graphql`
  fragment recordHistory_event on VitalEvent {
    deathsOfSpouses {
      id
      registrationNumber
      history {
        action
        actorName
        insertedAt
      }
      details {
        ... on Death {
          dateOfDeathKnown
          deceased {
            firstName
            lastName
          }
        }
      }
    }
    duplicateOf {
      id
      trackingId
      registrationNumber
    }
    history {
      action
      actorName
      insertedAt
    }
    notDuplicateReasons
    corrections {
      id
      kind
      reason
      rejectionReason
    }
    certificates {
      id
      serialNumber
      values
      certifiedAt
      issuedAt
      revokedAt
      revocationReason
      revokerName
      certificateTemplate {
        id
        name
        version
      }
      ...handedTo_certificate
    }
  }
`;
