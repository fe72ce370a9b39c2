/** What may be done with a record now, by the server's own word, and how each is done. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { recordActions_event$key } from "../__generated__/recordActions_event.graphql";
import type { recordActionsArchiveMutation } from "../__generated__/recordActionsArchiveMutation.graphql";
import type { recordActionsRegisterMutation } from "../__generated__/recordActionsRegisterMutation.graphql";
import type { recordActionsReinstateMutation } from "../__generated__/recordActionsReinstateMutation.graphql";
import type { recordActionsRejectMutation } from "../__generated__/recordActionsRejectMutation.graphql";
import { useAct } from "../asking/queries";
import { Button, LinkButton } from "../parts/button";
import { Trouble } from "../parts/notice";
import { Question } from "../parts/question";
import { useTexts } from "../texts/texts";
import { CertifyForm } from "./certify-form";
import { IssueForm } from "./issue-form";
import { ReasonForm } from "./reason-form";

type Asked = "REGISTER" | "REJECT" | "ARCHIVE" | "CERTIFY" | "ISSUE" | null;

/** Buttons for the actions that the record is open to, each with its question or form. */
export function RecordActions({ event }: { event: recordActions_event$key }) {
  const texts = useTexts();
  const labels = texts.records;
  const { id, kind, availableActions: may } = useFragment(EVENT, event);
  const [asked, ask] = useState<Asked>(null);
  const register = useAct<recordActionsRegisterMutation>(REGISTER);
  const reject = useAct<recordActionsRejectMutation>(REJECT);
  const archive = useAct<recordActionsArchiveMutation>(ARCHIVE);
  const reinstate = useAct<recordActionsReinstateMutation>(REINSTATE);
  const close = () => {
    reject.forget();
    archive.forget();
    ask(null);
  };
  const closeIf = (answer: unknown) => void (answer !== null && ask(null));
  return (
    <section aria-label={labels.actions} className="no-print">
      <Trouble refusal={register.refusal ?? reinstate.refusal} />
      <div className="actions">
        {may.includes("REGISTER") && (
          <Button look="primary" onPress={() => ask("REGISTER")}>
            {labels.doing.REGISTER}
          </Button>
        )}
        {may.includes("CERTIFY") && (
          <Button look="primary" onPress={() => ask("CERTIFY")}>
            {labels.doing.CERTIFY}
          </Button>
        )}
        {may.includes("ISSUE") && (
          <Button look="primary" onPress={() => ask("ISSUE")}>
            {labels.doing.ISSUE}
          </Button>
        )}
        {may.includes("AMEND") && (
          <LinkButton to={`/declare/${kind.toLowerCase()}?amends=${encodeURIComponent(id)}`}>
            {labels.doing.AMEND}
          </LinkButton>
        )}
        {may.includes("REINSTATE") && (
          <Button onPress={() => void reinstate.perform({ input: { id } })}>
            {labels.doing.REINSTATE}
          </Button>
        )}
        {may.includes("REJECT") && (
          <Button look="danger" onPress={() => ask("REJECT")}>
            {labels.doing.REJECT}
          </Button>
        )}
        {may.includes("ARCHIVE") && (
          <Button look="danger" onPress={() => ask("ARCHIVE")}>
            {labels.doing.ARCHIVE}
          </Button>
        )}
      </div>
      {asked === "REGISTER" && (
        <Question
          title={labels.registerTitle}
          words={labels.registerWords}
          yes={labels.doing.REGISTER}
          onYes={() => {
            ask(null);
            void register.perform({ input: { id } });
          }}
          onNo={close}
        />
      )}
      {asked === "REJECT" && (
        <ReasonForm
          title={labels.rejectTitle}
          words={labels.rejectWords}
          yes={labels.doing.REJECT}
          refusal={reject.refusal}
          isUnderWay={reject.isUnderWay}
          onReason={(reason) => void reject.perform({ input: { id, reason } }).then(closeIf)}
          onClose={close}
        />
      )}
      {asked === "ARCHIVE" && (
        <ReasonForm
          title={labels.archiveTitle}
          words={labels.archiveWords}
          yes={labels.doing.ARCHIVE}
          refusal={archive.refusal}
          isUnderWay={archive.isUnderWay}
          onReason={(reason) => void archive.perform({ input: { id, reason } }).then(closeIf)}
          onClose={close}
        />
      )}
      {asked === "CERTIFY" && <CertifyForm id={id} kind={kind} onClose={close} />}
      {asked === "ISSUE" && <IssueForm id={id} onClose={close} />}
    </section>
  );
}

const EVENT = graphql`
  fragment recordActions_event on VitalEvent {
    id
    kind
    status
    availableActions
  }
`;
const REGISTER = graphql`
  mutation recordActionsRegisterMutation($input: RegisterVitalEventInput!) {
    registerVitalEvent(input: $input) {
      vitalEvent {
        registrationNumber
        ...recordActions_event
        ...steps_event
      }
    }
  }
`;
const REJECT = graphql`
  mutation recordActionsRejectMutation($input: RejectVitalEventInput!) {
    rejectVitalEvent(input: $input) {
      vitalEvent {
        reason
        ...recordActions_event
        ...duplicates_event
        ...steps_event
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
        ...steps_event
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
        ...steps_event
      }
    }
  }
`;
