/** One's own password: a button that opens the dialog in which it is changed. */
import { useState } from "react";
import { Button } from "../components/button";
import { useTexts } from "../texts/texts";
import { OwnPasswordDialog } from "./own-password-dialog";

/** Show the way to another password. */
export function OwnPassword({ onChanged }: { readonly onChanged: () => void }) {
  const texts = useTexts();
  const [isOpen, setIsOpen] = useState(() => location.hash === "#password");
  function close() {
    history.replaceState(history.state, "", location.pathname);
    setIsOpen(false);
  }
  return (
    <section>
      <h2>{texts.password.title}</h2>
      <p>{texts.password.explanation}</p>
      <Button onPress={() => setIsOpen(true)}>{texts.password.change}</Button>
      {isOpen && <OwnPasswordDialog onChanged={onChanged} onClose={close} />}
    </section>
  );
}
