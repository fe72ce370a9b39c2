/** A dialog with a form: once something was typed, it asks before it is closed or its page is left. */
import { type ReactNode, useState } from "react";
import type { Refusal } from "../api/refusal";
import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { ConfirmDialog } from "./confirm-dialog";
import { Dialog } from "./dialog";
import { FormErrors } from "./fields";
import { Form } from "./form";
import { useLeaveGuard } from "./leave-guard";

interface FormDialogProps {
  readonly title: string;
  readonly explanation?: string;
  readonly submitLabel: string;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** The fields. */
  readonly children: ReactNode;
  /** Whether it confirms: no press beside it closes it, and the focus is on its button. */
  readonly isAlert?: boolean;
  /** Whether sending it loses something: the focus of a confirmation is on the other button then. */
  readonly isRisky?: boolean;
}

/** Show a form; Escape and a press beside it ask, its own buttons act at once. */
export function FormDialog(props: FormDialogProps) {
  const { title, explanation, onClose, isAlert = false, isRisky = false } = props;
  const texts = useTexts();
  const [isFilled, setIsFilled] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  useLeaveGuard(isFilled, "form");
  return (
    <>
      <Dialog
        title={title}
        onClose={isFilled ? () => setIsAsking(true) : onClose}
        isAlert={isAlert}
      >
        <Form onSubmit={props.onSubmit}>
          {explanation !== undefined && <p>{explanation}</p>}
          <div className="form-fields" onInput={() => setIsFilled(true)}>
            <FormErrors refusal={props.refusal}>{props.children}</FormErrors>
          </div>
          <div className="actions">
            <Button
              variant={isRisky ? "danger" : "primary"}
              type="submit"
              autoFocus={isAlert && !isRisky}
              isDisabled={props.isPending}
            >
              {props.submitLabel}
            </Button>
            <Button autoFocus={isAlert && isRisky} onPress={onClose}>
              {texts.shell.cancel}
            </Button>
          </div>
        </Form>
      </Dialog>
      {isAsking && (
        <ConfirmDialog
          title={texts.leaving.closeTitle}
          explanation={texts.leaving.explanations.form}
          confirmLabel={texts.leaving.close}
          cancelLabel={texts.leaving.stay}
          onConfirm={onClose}
          onCancel={() => setIsAsking(false)}
          isRisky
        />
      )}
    </>
  );
}
