/** What a registrar does about a request for reasons, each with its dialog or form. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { explanationActions_request$key } from "../__generated__/explanationActions_request.graphql";
import type { explanationActionsAnswerMutation } from "../__generated__/explanationActionsAnswerMutation.graphql";
import type { explanationActionsRefuseMutation } from "../__generated__/explanationActionsRefuseMutation.graphql";
import type { explanationActionsShowMutation } from "../__generated__/explanationActionsShowMutation.graphql";
import type { explanationActionsTakeMutation } from "../__generated__/explanationActionsTakeMutation.graphql";
import { useSaidMutation } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { RefusalNotice } from "../components/notice";
import { useExplanationsTexts } from "../texts/explanations-texts";

interface ExplanationActionsProps {
  readonly request: explanationActions_request$key;
  /** Is called with each refusal; returns whether that needs no more words. */
  readonly onRefused: (refusal: Refusal) => boolean;
}

const MOST_CHARACTERS = 3000;

/** Show a button for each, and the dialog that is open. */
export function ExplanationActions({ request: key, onRefused }: ExplanationActionsProps) {
  const labels = useExplanationsTexts();
  const request = useFragment(REQUEST, key);
  const { id, status, isMine, trackingId } = request;
  const [dialog, setDialog] = useState<"ANSWER" | "SHOW" | "REFUSE" | null>(null);
  const [text, setText] = useState("");
  const take = useSaidMutation<explanationActionsTakeMutation>(
    TAKE,
    "explanation.assigned",
    onRefused,
  );
  const answer = useSaidMutation<explanationActionsAnswerMutation>(
    ANSWER,
    "explanation.answered",
    onRefused,
  );
  const show = useSaidMutation<explanationActionsShowMutation>(
    SHOW,
    "explanation.shown",
    onRefused,
  );
  const refuse = useSaidMutation<explanationActionsRefuseMutation>(
    REFUSE,
    "explanation.refused",
    onRefused,
  );
  const open = (next: NonNullable<typeof dialog>) => {
    setText("");
    setDialog(next);
  };
  const close = () => {
    for (const act of [answer, refuse]) act.clearRefusal();
    setDialog(null);
  };
  const closeUnlessRefused = (response: unknown) => void (response !== null && setDialog(null));
  const isOwed = status === "REQUESTED" || status === "ASSIGNED";
  const isToBeShown = status === "ANSWERED" && request.showsAt == null;
  if (!isOwed && !isToBeShown) return null;
  if (request.needsAnother) return <p className="faint">{labels.needsAnother}</p>;
  // Each button says of which record it is, to whom the row's title is out of sight.
  const named = (label: string) => ({ "aria-label": `${label}: ${trackingId}` });
  return (
    <>
      <div className="row-actions">
        {status === "REQUESTED" && (
          <Button
            variant="primary"
            isDisabled={take.isPending}
            onPress={() => void take.perform({ input: { id } })}
            {...named(labels.take)}
          >
            {labels.take}
          </Button>
        )}
        {status === "ASSIGNED" && isMine && (
          <Button variant="primary" onPress={() => open("ANSWER")} {...named(labels.answer)}>
            {labels.answer}
          </Button>
        )}
        {isToBeShown && (
          <Button variant="primary" onPress={() => open("SHOW")} {...named(labels.reveal)}>
            {labels.reveal}
          </Button>
        )}
        {isOwed && (
          <Button variant="danger" onPress={() => open("REFUSE")} {...named(labels.refuse)}>
            {labels.refuse}
          </Button>
        )}
      </div>
      <RefusalNotice refusal={take.refusal ?? show.refusal} />
      {dialog === "ANSWER" && (
        <FormDialog
          title={labels.answerTitle}
          explanation={labels.answerExplanation}
          submitLabel={labels.answer}
          isPending={answer.isPending}
          refusal={answer.refusal}
          onSubmit={() =>
            void answer.perform({ input: { id, explanation: text } }).then(closeUnlessRefused)
          }
          onClose={close}
        >
          <TextField
            label={labels.reasons}
            value={text}
            onChange={setText}
            path="explanation"
            lines={8}
            maxLength={MOST_CHARACTERS}
            isRequired
            autoFocus
          />
        </FormDialog>
      )}
      {dialog === "REFUSE" && (
        <FormDialog
          title={labels.refuseTitle}
          explanation={labels.refuseExplanation}
          submitLabel={labels.refuse}
          isPending={refuse.isPending}
          refusal={refuse.refusal}
          onSubmit={() =>
            void refuse.perform({ input: { id, reason: text } }).then(closeUnlessRefused)
          }
          onClose={close}
        >
          <TextField
            label={labels.whyNot}
            value={text}
            onChange={setText}
            path="reason"
            lines={5}
            maxLength={MOST_CHARACTERS}
            isRequired
            autoFocus
          />
        </FormDialog>
      )}
      {dialog === "SHOW" && (
        <ConfirmDialog
          title={labels.revealTitle}
          explanation={labels.revealExplanation}
          confirmLabel={labels.reveal}
          onConfirm={() => {
            setDialog(null);
            void show.perform({ input: { id } });
          }}
          onCancel={() => setDialog(null)}
        />
      )}
    </>
  );
}

const REQUEST = graphql`
  fragment explanationActions_request on ExplanationRequest {
    id
    status
    trackingId
    isMine
    needsAnother
    showsAt
  }
`;
const TAKE = graphql`
  mutation explanationActionsTakeMutation($input: ExplanationIdInput!) {
    assignExplanationRequest(input: $input) {
      explanationRequest {
        ...explanation_request
      }
    }
  }
`;
const ANSWER = graphql`
  mutation explanationActionsAnswerMutation($input: AnswerExplanationInput!) {
    answerExplanationRequest(input: $input) {
      explanationRequest {
        ...explanation_request
      }
    }
  }
`;
const SHOW = graphql`
  mutation explanationActionsShowMutation($input: ExplanationIdInput!) {
    showExplanation(input: $input) {
      explanationRequest {
        ...explanation_request
      }
    }
  }
`;
const REFUSE = graphql`
  mutation explanationActionsRefuseMutation($input: ExplanationIdInput!) {
    refuseExplanation(input: $input) {
      explanationRequest {
        ...explanation_request
      }
    }
  }
`;
