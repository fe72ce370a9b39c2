/** A dialog with a form: once something was typed, it asks before it is closed or its page is left. */
import { type ReactNode, useState } from "react";
import { useTexts } from "../texts/texts";
import { ConfirmDialog } from "./confirm-dialog";
import { Dialog } from "./dialog";
import { useLeaveGuard } from "./leave-guard";

interface FormDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Show a form; Escape and a press beside it ask, its own buttons act at once. */
export function FormDialog({ title, onClose, children }: FormDialogProps) {
  const texts = useTexts();
  const [isFilled, setIsFilled] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  useLeaveGuard(isFilled, "form");
  return (
    <>
      <Dialog title={title} onClose={isFilled ? () => setIsAsking(true) : onClose}>
        <div onInput={() => setIsFilled(true)}>{children}</div>
      </Dialog>
      {isAsking && (
        <ConfirmDialog
          title={texts.leaving.closeTitle}
          explanation={texts.leaving.explanations.form}
          confirmLabel={texts.leaving.close}
          cancelLabel={texts.leaving.stay}
          onConfirm={onClose}
          onCancel={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
