/** The button that signs out; it asks first where drafts would be deleted. */
import { useState } from "react";
import { hasDrafts } from "../api/drafts";
import { signOut } from "../api/session";
import { Button } from "../components/button";
import { ConfirmDialogLater } from "../components/confirm-dialog-later";
import { useTexts } from "../texts/texts";

/** Sign out: at once, or after a confirmation. */
export function SignOutButton() {
  const texts = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button variant="quiet" onPress={() => (hasDrafts() ? setIsAsking(true) : void signOut())}>
        {texts.shell.signOut}
      </Button>
      {isAsking && (
        <ConfirmDialogLater
          title={texts.leaving.signOutTitle}
          explanation={texts.leaving.signOutExplanation}
          confirmLabel={texts.shell.signOut}
          cancelLabel={texts.leaving.stay}
          onConfirm={() => void signOut()}
          onCancel={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
