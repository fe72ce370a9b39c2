/** The dialog that asks for the annulment of a record (rule C11). */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { annulForm_event$key } from "../__generated__/annulForm_event.graphql";
import type { annulFormMutation } from "../__generated__/annulFormMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { ReasonForm } from "../components/reason-form";
import { useDeskTexts } from "../texts/desk-texts";
import { useRecordMutation } from "./moved-on";

interface AnnulFormProps {
  readonly event: annulForm_event$key;
  readonly onClose: () => void;
}

/** Ask for the reason; the record is void once another registrar has approved. */
export function AnnulForm({ event: key, onClose }: AnnulFormProps) {
  const { corrections: labels } = useDeskTexts();
  const { id, version } = useFragment(EVENT, key);
  const [idempotencyKey] = useState(newIdempotencyKey);
  const { perform, isPending, refusal } = useRecordMutation<annulFormMutation>(ANNUL);
  async function ask(reason: string) {
    if ((await perform({ input: { id, version, reason, idempotencyKey } })) !== null) onClose();
  }
  return (
    <ReasonForm
      title={labels.annulTitle}
      explanation={labels.annulExplanation}
      confirmLabel={labels.annul}
      refusal={refusal}
      isPending={isPending}
      onSubmit={(reason) => void ask(reason)}
      onClose={onClose}
    />
  );
}

const EVENT = graphql`
  fragment annulForm_event on VitalEvent {
    id
    version
  }
`;
const ANNUL = graphql`
  mutation annulFormMutation($input: RequestAnnulmentInput!) {
    requestAnnulment(input: $input) {
      correction {
        id
        vitalEvent {
          ...recordActions_event
          ...recordHistory_event
          ...versions_event
          ...recordCorrections_event
        }
      }
    }
  }
`;
