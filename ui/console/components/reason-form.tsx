/** The dialog that asks for the reason of an action. */
import { type ReactNode, useState } from "react";
import type { Refusal } from "../api/refusal";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useTexts } from "../texts/texts";

interface ReasonFormProps {
  readonly title: string;
  readonly explanation: string;
  readonly confirmLabel: string;
  /** What becomes of it. */
  readonly hint?: string;
  /** What happens in this very case, as the API says it. */
  readonly children?: ReactNode;
  readonly isRisky?: boolean;
  /** Whether it may be left empty. */
  readonly isOptional?: boolean;
  readonly refusal: Refusal | null;
  readonly isPending: boolean;
  readonly onSubmit: (reason: string) => void;
  readonly onClose: () => void;
}

/** Ask for the reason; the server refuses one that is not good enough. */
export function ReasonForm(props: ReasonFormProps) {
  const texts = useTexts();
  const [reason, setReason] = useState("");
  return (
    <FormDialog
      title={props.title}
      explanation={props.explanation}
      submitLabel={props.confirmLabel}
      isPending={props.isPending}
      refusal={props.refusal}
      onSubmit={() => props.onSubmit(reason)}
      onClose={props.onClose}
      isRisky={props.isRisky ?? false}
    >
      {props.children}
      <TextField
        label={texts.records.reason}
        {...(props.hint === undefined ? {} : { hint: props.hint })}
        value={reason}
        onChange={setReason}
        path="reason"
        lines={3}
        maxLength={500}
        isRequired={props.isOptional !== true}
        autoFocus
      />
    </FormDialog>
  );
}
