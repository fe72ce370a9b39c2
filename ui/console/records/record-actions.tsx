/** The actions that the server allows on a record, each with its dialog or form. */
import { lazy, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { graphql, useFragment } from "react-relay";
import type { recordActions_event$key } from "../__generated__/recordActions_event.graphql";
import type { recordActionsArchiveMutation } from "../__generated__/recordActionsArchiveMutation.graphql";
import type { recordActionsReinstateMutation } from "../__generated__/recordActionsReinstateMutation.graphql";
import type { recordActionsRejectMutation } from "../__generated__/recordActionsRejectMutation.graphql";
import { Button } from "../components/button";
import { LinkButton } from "../components/link-button";
import { RefusalNotice } from "../components/notice";
import { QueryBoundary } from "../components/query-boundary";
import { ReasonForm } from "../components/reason-form";
import { useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { AnnulForm } from "./annul-form";
import { CertifyForm } from "./certify-form";
import type { Details } from "./details";
import { useCollectorName } from "./handed-to";
import { useRecordMutation } from "./moved-on";
import { RegisterForm } from "./register-form";

/** Few records of those that are looked at are issued: the others do not load it. */
const IssueForm = lazy(async () => ({ default: (await import("./issue-form")).IssueForm }));

type OpenDialog = "REGISTER" | "REJECT" | "ARCHIVE" | "CERTIFY" | "ISSUE" | "ANNUL" | null;

/** In these a record is registered, and not void. */
const REGISTERED: readonly string[] = ["REGISTERED", "CERTIFIED", "ISSUED"];

interface RecordActionsProps {
  readonly event: recordActions_event$key;
  readonly details: Details;
}

/** Show a button for each available action, and the dialog that is open. */
export function RecordActions({ event, details }: RecordActionsProps) {
  const texts = useTexts();
  const labels = texts.records;
  const { corrections: desk, certificates, queues } = useDeskTexts();
  const record = useFragment(EVENT, event);
  const { id, kind, assignee } = record;
  const viewer = useViewer();
  const { time } = useFormats();
  const collectorName = useCollectorName();
  const waiting = record.certificates.find(
    ({ issuedAt, revokedAt }) => issuedAt == null && revokedAt == null,
  );
  const out = record.certificates.findLast(
    ({ issuedAt, revokedAt }) => issuedAt != null && revokedAt == null,
  );
  const handed =
    waiting === undefined
      ? null
      : { number: waiting.serialNumber, who: collectorName(waiting, details) };
  // What is registered can be corrected, unless a correction waits already (rule C10).
  const isCorrected =
    REGISTERED.includes(record.status) && !record.availableActions.includes("REQUEST_CORRECTION");
  // While somebody has taken it, others only look; that it was taken is said above.
  const isAnothers = assignee != null && assignee.id !== viewer.id;
  const availableActions = isAnothers ? [] : record.availableActions;
  const section = useRef<HTMLElement>(null);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const reject = useRecordMutation<recordActionsRejectMutation>(REJECT);
  const archive = useRecordMutation<recordActionsArchiveMutation>(ARCHIVE);
  const reinstate = useRecordMutation<recordActionsReinstateMutation>(REINSTATE);
  const close = () => {
    reject.clearRefusal();
    archive.clearRefusal();
    setDialog(null);
  };
  const closeAsRegistered = () => {
    // The button to which the dialog would return the focus is gone with what it did.
    flushSync(() => setDialog(null));
    section.current?.focus({ preventScroll: true });
  };
  const closeUnlessRefused = (response: unknown) => void (response !== null && setDialog(null));
  return (
    <section ref={section} tabIndex={-1} aria-label={labels.actions} className="no-print">
      <RefusalNotice refusal={reinstate.refusal} />
      <div className="actions">
        {availableActions.includes("REGISTER") && (
          <Button variant="primary" onPress={() => setDialog("REGISTER")}>
            {labels.actionLabels.REGISTER}
          </Button>
        )}
        {availableActions.includes("CERTIFY") && (
          <Button variant="primary" onPress={() => setDialog("CERTIFY")}>
            {labels.actionLabels.CERTIFY}
          </Button>
        )}
        {availableActions.includes("ISSUE") && (
          <Button variant="primary" onPress={() => setDialog("ISSUE")}>
            {labels.actionLabels.ISSUE}
          </Button>
        )}
        {availableActions.includes("AMEND") && (
          <LinkButton to={`/declare/${kind.toLowerCase()}?amends=${encodeURIComponent(id)}`}>
            {labels.actionLabels.AMEND}
          </LinkButton>
        )}
        {availableActions.includes("REQUEST_CORRECTION") && (
          <LinkButton to={`/records/${encodeURIComponent(id)}/correct`}>{desk.correct}</LinkButton>
        )}
        {availableActions.includes("REQUEST_ANNULMENT") && (
          <Button variant="danger" onPress={() => setDialog("ANNUL")}>
            {desk.annul}
          </Button>
        )}
        {availableActions.includes("REINSTATE") && (
          <Button
            isDisabled={reinstate.isPending}
            onPress={() => void reinstate.perform({ input: { id } })}
          >
            {labels.actionLabels.REINSTATE}
          </Button>
        )}
        {availableActions.includes("REJECT") && (
          <Button variant="danger" onPress={() => setDialog("REJECT")}>
            {labels.actionLabels.REJECT}
          </Button>
        )}
        {availableActions.includes("ARCHIVE") && (
          <Button variant="danger" onPress={() => setDialog("ARCHIVE")}>
            {labels.actionLabels.ARCHIVE}
          </Button>
        )}
      </div>
      {availableActions.includes("REJECT") && availableActions.includes("ARCHIVE") && (
        <p className="faint">{queues.rejectOrArchive}</p>
      )}
      {isCorrected && <p>{desk.waitsFirst}</p>}
      {availableActions.includes("CERTIFY") && <p className="faint">{certificates.certifyMeans}</p>}
      {waiting !== undefined && out?.issuedAt != null && (
        <p>{certificates.another(out.serialNumber, time(out.issuedAt), waiting.serialNumber)}</p>
      )}
      {availableActions.includes("ISSUE") && <p className="faint">{certificates.issueMeans}</p>}
      {dialog === "REGISTER" && (
        <RegisterForm event={record} onClose={close} onRegistered={closeAsRegistered} />
      )}
      {dialog === "REJECT" && (
        <ReasonForm
          title={labels.rejectTitle}
          explanation={labels.rejectExplanation}
          confirmLabel={labels.actionLabels.REJECT}
          refusal={reject.refusal}
          isPending={reject.isPending}
          onSubmit={(reason) =>
            void reject.perform({ input: { id, reason } }).then(closeUnlessRefused)
          }
          onClose={close}
          isRisky
        />
      )}
      {dialog === "ARCHIVE" && (
        <ReasonForm
          title={labels.archiveTitle}
          explanation={labels.archiveExplanation}
          confirmLabel={labels.actionLabels.ARCHIVE}
          refusal={archive.refusal}
          isPending={archive.isPending}
          onSubmit={(reason) =>
            void archive.perform({ input: { id, reason } }).then(closeUnlessRefused)
          }
          onClose={close}
          isRisky
        />
      )}
      {dialog === "CERTIFY" && <CertifyForm event={record} details={details} onClose={close} />}
      {dialog === "ANNUL" && <AnnulForm event={record} onClose={close} />}
      {dialog === "ISSUE" && (
        <QueryBoundary>
          <IssueForm id={id} handed={handed} onClose={close} />
        </QueryBoundary>
      )}
    </section>
  );
}

const EVENT = graphql`
  fragment recordActions_event on VitalEvent {
    id
    kind
    status
    availableActions
    assignee {
      id
    }
    certificates {
      serialNumber
      issuedAt
      revokedAt
      ...handedTo_certificate
    }
    ...annulForm_event
    ...certifyForm_event
    ...registerForm_event
  }
`;
const REJECT = graphql`
  mutation recordActionsRejectMutation($input: RejectVitalEventInput!) {
    rejectVitalEvent(input: $input) {
      vitalEvent {
        reason
        ...recordActions_event
        ...duplicates_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
const ARCHIVE = graphql`
  mutation recordActionsArchiveMutation($input: ArchiveVitalEventInput!) {
    archiveVitalEvent(input: $input) {
      vitalEvent {
        reason
        ...recordActions_event
        ...duplicates_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
const REINSTATE = graphql`
  mutation recordActionsReinstateMutation($input: ReinstateVitalEventInput!) {
    reinstateVitalEvent(input: $input) {
      vitalEvent {
        reason
        ...recordActions_event
        ...duplicates_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
