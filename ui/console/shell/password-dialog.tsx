/** The dialog in which users change their own password. */
import { useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { NativeButton } from "../components/native-controls";
import { useTexts } from "../texts/texts";
import { NewPasswordForm } from "./new-password-form";

interface PasswordDialogProps {
  readonly username: string;
  /** Returns what came of it, to be said beside. */
  readonly onChanged: () => Promise<string>;
  readonly onClose: () => void;
}

/** The browser's own dialog, as at the sign-in: every page would load a library's for it. */
export function PasswordDialog({ username, onChanged, onClose }: PasswordDialogProps) {
  const texts = useTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return createPortal(
    <dialog ref={dialog} className="sign-in over" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{texts.password.title}</h2>
      {outcome !== null ? (
        <>
          <p role="status">
            {texts.password.changed} {outcome}
          </p>
          <NativeButton onPress={onClose}>{texts.shell.close}</NativeButton>
        </>
      ) : (
        <>
          <p>{texts.password.explanation}</p>
          <NewPasswordForm
            username={username}
            onChanged={async () => setOutcome(await onChanged())}
          >
            <NativeButton onPress={onClose}>{texts.shell.cancel}</NativeButton>
          </NewPasswordForm>
        </>
      )}
    </dialog>,
    document.body,
  );
}
