/** The button with the user's name: it opens the dialog in which they change their password. */
import { useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Button } from "../components/button";
import { NativeButton } from "../components/native-controls";
import { useTexts } from "../texts/texts";
import { NewPasswordForm } from "./new-password-form";
import { useViewer } from "./viewer";

/** Show who is signed in, and let them change their password. */
export function AccountButton() {
  const texts = useTexts();
  const viewer = useViewer();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="quiet"
        aria-label={`${texts.password.title}: ${viewer.name}`}
        onPress={() => setIsOpen(true)}
      >
        <span className="viewer-name">{viewer.name}</span>
      </Button>
      {isOpen && <AccountDialog username={viewer.username} onClose={() => setIsOpen(false)} />}
    </>
  );
}

/** The browser's own dialog, as at the sign-in: every page would load a library's for it. */
function AccountDialog({ username, onClose }: { username: string; onClose: () => void }) {
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
