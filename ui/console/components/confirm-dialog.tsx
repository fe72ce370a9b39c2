/** The dialog that asks before something is done that affects others. */

import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface ConfirmDialogProps {
  readonly title: string;
  readonly explanation: string;
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Ask, and say what will happen. */
export function ConfirmDialog({
  title,
  explanation,
  confirmLabel,
  onConfirm,
  onCancel,
}: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onCancel} isAlert>
      <p>{explanation}</p>
      <div className="actions">
        <Button variant="primary" autoFocus onPress={onConfirm}>
          {confirmLabel}
        </Button>
        <Button onPress={onCancel}>{useTexts().shell.cancel}</Button>
      </div>
    </Dialog>
  );
}
