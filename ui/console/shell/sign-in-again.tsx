/** The sign-in over the page of a session that has expired: what was typed there stays. */
import { useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { useTexts } from "../texts/texts";
import { SignInForm, useSignIn } from "./sign-in-form";

/** Ask for the name and the password; nothing else can be reached until then. */
export function SignInAgain() {
  const texts = useTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const signingIn = useSignIn();
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const show = () => element.open || element.showModal();
    // A browser closes a dialog at the second Escape, whatever the page says to the first.
    element.addEventListener("close", show);
    show();
    return () => element.removeEventListener("close", show);
  }, []);
  return createPortal(
    // The attribute tells React Aria's dialogs that this one lies above them.
    <dialog ref={dialog} className="sign-in over" aria-labelledby={id} data-react-aria-top-layer>
      <h2 id={id}>{texts.signIn.again}</h2>
      <p>{texts.signIn.againExplanation}</p>
      <SignInForm {...signingIn} />
    </dialog>,
    document.body,
  );
}
