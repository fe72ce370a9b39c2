/** How much of the trail is sealed, and the checkpoint that says so; asked for when somebody wants it. */
import { useState } from "react";
import { useAttempt } from "../api/attempt";
import { newestCheckpoint } from "../api/checkpoint";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { NativeButton } from "../components/native-controls";
import { RefusalNotice } from "../components/notice";
import { useProofTexts } from "../texts/proof-texts";
import { useFormats, useTexts } from "../texts/texts";
import { saveAs } from "./saving";

/** Offer the newest checkpoint, and show how much it seals and what it is for. */
export default function SealedState() {
  const texts = useProofTexts();
  const { number } = useFormats();
  const { attempt, isPending, refusal } = useAttempt();
  const { close } = useTexts().shell;
  const [state, setState] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const save = async () => {
    await attempt(async () => {
      const newest = await newestCheckpoint();
      setState(newest === null ? texts.nothingSealed : texts.sealed(number(newest.size)));
      if (newest !== null) saveAs(`checkpoint-${newest.size}.txt`, newest.note);
    });
    setIsOpen(true);
  };
  return (
    <>
      <NativeButton isDisabled={isPending} onPress={() => void save()}>
        {texts.saveCheckpoint}
      </NativeButton>
      {isOpen && (
        // In a window of its own: nothing on the page moves for it.
        <Dialog title={texts.saveCheckpoint} onClose={() => setIsOpen(false)}>
          {refusal === null && (
            <>
              <p>{state}</p>
              <p>{texts.checkpoint}</p>
            </>
          )}
          <RefusalNotice refusal={refusal} />
          <div className="actions">
            <Button variant="primary" onPress={() => setIsOpen(false)}>
              {close}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
