/** The dialog that shows a secret once, with a button that copies it. */

import { type ReactNode, useCallback, useState } from "react";
import { useTexts } from "../texts/texts";
import { Copyable } from "./copyable";
import { Dialog } from "./dialog";
import { useLeaveGuard } from "./leave-guard";

interface SecretDialogProps {
  readonly title: string;
  readonly explanation: string;
  readonly secret: string;
  /** What comes next. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** Show the secret until somebody says that they have kept it; it is stored nowhere. */
export function SecretDialog({ title, explanation, secret, children, onClose }: SecretDialogProps) {
  const texts = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  useLeaveGuard(true, "secret");
  const ask = useCallback(() => setIsAsking(true), []);
  return (
    <Dialog title={title} onClose={onClose} isAlert onEscape={ask}>
      <p>{explanation}</p>
      {children}
      <Copyable text={secret} done={texts.shell.kept} onClose={onClose} />
      <p role="status">{isAsking && texts.leaving.explanations.secret}</p>
    </Dialog>
  );
}
