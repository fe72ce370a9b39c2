/** The correction, or the annulment, that waits for a second person: what it changes, who asks and why. */
import { useEffect, useRef, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { openCorrection_correction$key } from "../__generated__/openCorrection_correction.graphql";
import type { openCorrectionApproveMutation } from "../__generated__/openCorrectionApproveMutation.graphql";
import type { openCorrectionRejectMutation } from "../__generated__/openCorrectionRejectMutation.graphql";
import type { openCorrectionWithdrawMutation } from "../__generated__/openCorrectionWithdrawMutation.graphql";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { FormDialog } from "../components/form-dialog";
import { Notice } from "../components/notice";
import { ReasonForm } from "../components/reason-form";
import { useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { BeforeAfter } from "./before-after";
import { readDetails } from "./details";
import { useJustAsked } from "./just-asked";
import { useRecordMutation } from "./moved-on";

interface OpenCorrectionProps {
  readonly correction: openCorrection_correction$key;
  /** Whether certificates of the record are valid, which its approval revokes. */
  readonly hasCertificates: boolean;
  /** Whether the viewer may settle it; others only look. */
  readonly isRegistrar: boolean;
}

/** Show it side by side; whoever asked may take it back, everybody else approves or rejects. */
export function OpenCorrection(props: OpenCorrectionProps) {
  const { correction: key, hasCertificates, isRegistrar } = props;
  const texts = useTexts();
  const formats = useFormats();
  const say = useSay();
  const { corrections: labels } = useDeskTexts();
  // Who is limited to organisations approves nothing: that changes persons of the whole register.
  const approves = useViewer().roles.includes("REGISTRAR");
  const correction = useFragment(CORRECTION, key);
  const { id, kind, isMine, before, after, alerts } = correction;
  const answers = useJustAsked() && isMine;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!answers) return;
    window.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [answers]);
  const [dialog, setDialog] = useState<"APPROVE" | "REJECT" | "WITHDRAW" | null>(null);
  const approve = useRecordMutation<openCorrectionApproveMutation>(APPROVE);
  const reject = useRecordMutation<openCorrectionRejectMutation>(REJECT);
  const withdraw = useRecordMutation<openCorrectionWithdrawMutation>(WITHDRAW);
  const close = () => {
    for (const act of [approve, reject, withdraw]) act.clearRefusal();
    setDialog(null);
  };
  const closeUnlessRefused = (done: "APPROVED" | "REJECTED" | "WITHDRAWN", response: unknown) => {
    if (response === null) return;
    setDialog(null);
    say({ text: `${labels.kinds[kind]}: ${labels.statuses[done]}` });
  };
  const means = kind === "ANNULMENT" ? labels.annulmentMeans : labels.approvalMeans;
  const who = correction.requesterName ?? labels.aMachine;
  return (
    <section className="sheet open-correction">
      <h2 ref={heading} tabIndex={-1}>
        {answers ? labels.sent : labels.open[kind]}
      </h2>
      <p>
        {labels.asked(who, formats.time(correction.insertedAt))} {texts.records.reason}:{" "}
        <q>{correction.reason}</q>
      </p>
      {after != null && (
        <BeforeAfter
          title={labels.open[kind]}
          before={readDetails(before)}
          after={readDetails(after)}
          beforeLabel={labels.is}
          afterLabel={labels.willBe}
        />
      )}
      {alerts.length > 0 && (
        <Notice kind="note">
          <p>{labels.acceptedByApproval}:</p>
          <ul>
            {alerts.map((alert) => (
              <li key={alert}>{texts.alerts.names[alert]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {isRegistrar && isMine && (
        <p>
          {labels.isYours} {hasCertificates && labels.revokes[kind]}
        </p>
      )}
      {isRegistrar && (
        <div className="actions">
          {isMine ? (
            <Button onPress={() => setDialog("WITHDRAW")}>{labels.withdraw}</Button>
          ) : (
            <>
              {approves && (
                <Button variant="primary" onPress={() => setDialog("APPROVE")}>
                  {labels.approve}
                </Button>
              )}
              <Button variant="danger" onPress={() => setDialog("REJECT")}>
                {labels.reject}
              </Button>
            </>
          )}
        </div>
      )}
      {dialog === "APPROVE" && (
        <FormDialog
          title={labels.approveTitle[kind]}
          explanation={means(hasCertificates)}
          submitLabel={labels.approve}
          isPending={approve.isPending}
          refusal={approve.refusal}
          onSubmit={() =>
            void approve.perform({ input: { id } }).then((it) => closeUnlessRefused("APPROVED", it))
          }
          onClose={close}
          isAlert
        >
          {null}
        </FormDialog>
      )}
      {dialog === "WITHDRAW" && (
        <FormDialog
          title={labels.withdrawTitle}
          explanation={labels.withdrawExplanation}
          submitLabel={labels.withdraw}
          isPending={withdraw.isPending}
          refusal={withdraw.refusal}
          onSubmit={() =>
            void withdraw
              .perform({ input: { id } })
              .then((it) => closeUnlessRefused("WITHDRAWN", it))
          }
          onClose={close}
          isAlert
        >
          {null}
        </FormDialog>
      )}
      {dialog === "REJECT" && (
        <ReasonForm
          title={labels.rejectTitle}
          explanation={labels.rejectExplanation}
          confirmLabel={labels.reject}
          refusal={reject.refusal}
          isPending={reject.isPending}
          onSubmit={(reason) =>
            void reject
              .perform({ input: { id, reason } })
              .then((it) => closeUnlessRefused("REJECTED", it))
          }
          onClose={close}
        />
      )}
    </section>
  );
}

const CORRECTION = graphql`
  fragment openCorrection_correction on Correction {
    id
    kind
    reason
    requesterName
    isMine
    alerts
    insertedAt
    before {
      ...details_details
    }
    after {
      ...details_details
    }
  }
`;
const APPROVE = graphql`
  mutation openCorrectionApproveMutation($input: CorrectionIdInput!) {
    approveCorrection(input: $input) {
      correction {
        id
        status
        vitalEvent {
          ...openCorrection_event @relay(mask: false)
        }
      }
    }
  }
`;
const REJECT = graphql`
  mutation openCorrectionRejectMutation($input: RejectCorrectionInput!) {
    rejectCorrection(input: $input) {
      correction {
        id
        status
        rejectionReason
        vitalEvent {
          ...openCorrection_event @relay(mask: false)
        }
      }
    }
  }
`;
const WITHDRAW = graphql`
  mutation openCorrectionWithdrawMutation($input: CorrectionIdInput!) {
    withdrawCorrection(input: $input) {
      correction {
        id
        status
        vitalEvent {
          ...openCorrection_event @relay(mask: false)
        }
      }
    }
  }
`;
/** What a settled correction changes of the record that its page shows. */
void graphql`
  fragment openCorrection_event on VitalEvent {
    id
    version
    status
    ...details_event
    ...duplicates_event
    ...recordActions_event
    ...recordHistory_event
    ...recordCertificates_event
    ...versions_event
    ...recordCorrections_event
    ...alerts_event
  }
`;
