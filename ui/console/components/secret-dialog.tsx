/** The dialog that shows a secret once, with a button that copies it. */

import { useCallback, useRef, useState } from "react";
import { useTexts } from "../texts/texts";
import { ActIcon } from "./act-icon";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { useLeaveGuard } from "./leave-guard";

interface SecretDialogProps {
  readonly title: string;
  readonly explanation: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** Show the secret until somebody says that they have kept it; it is stored nowhere. */
export function SecretDialog({ title, explanation, secret, onClose }: SecretDialogProps) {
  const texts = useTexts();
  const [isCopied, setIsCopied] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  useLeaveGuard(true, "secret");
  const ask = useCallback(() => setIsAsking(true), []);
  const text = useRef<HTMLElement>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(secret);
      setIsCopied(true);
    } catch {
      // A page that was not served by https has no clipboard: the selection can be copied by hand.
      if (text.current !== null) getSelection()?.selectAllChildren(text.current);
    }
  }
  return (
    <Dialog title={title} onClose={onClose} isAlert onEscape={ask}>
      <p>{explanation}</p>
      <p>
        <code className="secret" ref={text}>
          {secret}
        </code>
      </p>
      <div className="actions">
        <Button variant="primary" autoFocus onPress={() => void copy()}>
          <ActIcon of="copy" /> {texts.shell.copy}
        </Button>
        <Button onPress={onClose}>{texts.shell.kept}</Button>
        <span role="status">{isCopied && texts.shell.copied}</span>
      </div>
      <p role="status">{isAsking && texts.leaving.explanations.secret}</p>
    </Dialog>
  );
}
