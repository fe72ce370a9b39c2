/** The dialog in which users change their own password. */
import { useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { NativeButton } from "../components/native-controls";
import { useTexts } from "../texts/texts";
import { NewPasswordForm } from "./new-password-form";

interface PasswordDialogProps {
  readonly username: string;
  readonly onClose: () => void;
}

/** The browser's own dialog, as at the sign-in: every page would load a library's for it. */
export function PasswordDialog({ username, onClose }: PasswordDialogProps) {
  const texts = useTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isChanged, setIsChanged] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  return createPortal(
    <dialog ref={dialog} className="sign-in over" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{texts.password.title}</h2>
      {isChanged ? (
        <>
          <p role="status">{texts.password.changed}</p>
          <NativeButton onPress={onClose}>{texts.shell.close}</NativeButton>
        </>
      ) : (
        <>
          <p>{texts.password.explanation}</p>
          <NewPasswordForm username={username} onChanged={() => setIsChanged(true)}>
            <NativeButton onPress={onClose}>{texts.shell.cancel}</NativeButton>
          </NewPasswordForm>
        </>
      )}
    </dialog>,
    document.body,
  );
}
