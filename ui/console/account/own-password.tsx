/** One's own password: a button that opens the dialog in which it is changed. */
import { useState } from "react";
import { Button } from "../components/button";
import { PasswordDialog } from "../shell/password-dialog";
import { useViewer } from "../shell/viewer";
import { useTexts } from "../texts/texts";

/** Show the way to another password. */
export function OwnPassword() {
  const texts = useTexts();
  const { username } = useViewer();
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
      {isOpen && <PasswordDialog username={username} onClose={close} />}
    </section>
  );
}
