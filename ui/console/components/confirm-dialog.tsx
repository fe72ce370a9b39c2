/** The dialog that asks before something is done that affects others. */

import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface ConfirmDialogProps {
  readonly title: string;
  readonly explanation: string;
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  /** Whether confirming loses something: the focus is on the other button then. */
  readonly isRisky?: boolean;
}

/** Ask, and say what will happen. */
export function ConfirmDialog({
  title,
  explanation,
  confirmLabel,
  cancelLabel,
  onConfirm,
  onCancel,
  isRisky = false,
}: ConfirmDialogProps) {
  const texts = useTexts();
  return (
    <Dialog title={title} onClose={onCancel} isAlert>
      <p>{explanation}</p>
      <div className="actions">
        <Button variant={isRisky ? "danger" : "primary"} autoFocus={!isRisky} onPress={onConfirm}>
          {confirmLabel}
        </Button>
        <Button autoFocus={isRisky} onPress={onCancel}>
          {cancelLabel ?? texts.shell.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
