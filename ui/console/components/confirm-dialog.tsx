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
}

/** Ask, and say what will happen. */
export function ConfirmDialog({
  title,
  explanation,
  confirmLabel,
  cancelLabel,
  onConfirm,
  onCancel,
}: ConfirmDialogProps) {
  const texts = useTexts();
  return (
    <Dialog title={title} onClose={onCancel} isAlert>
      <p>{explanation}</p>
      <div className="actions">
        <Button variant="primary" autoFocus onPress={onConfirm}>
          {confirmLabel}
        </Button>
        <Button onPress={onCancel}>{cancelLabel ?? texts.shell.cancel}</Button>
      </div>
    </Dialog>
  );
}
