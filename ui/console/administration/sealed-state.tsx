/** How much of the trail is sealed, and the checkpoint that says so; asked for when somebody wants it. */
import { useState } from "react";
import { useAttempt } from "../api/attempt";
import { newestCheckpoint } from "../api/checkpoint";
import { NativeButton } from "../components/native-controls";
import { RefusalNotice } from "../components/notice";
import { useProofTexts } from "../texts/proof-texts";
import { useFormats } from "../texts/texts";
import { saveAs } from "./saving";

/** Offer the newest checkpoint, and show how much it seals and what it is for. */
export default function SealedState() {
  const texts = useProofTexts();
  const { number } = useFormats();
  const { attempt, isPending, refusal } = useAttempt();
  const [state, setState] = useState("");
  const save = () =>
    attempt(async () => {
      const newest = await newestCheckpoint();
      setState(newest === null ? texts.nothingSealed : texts.sealed(number(newest.size)));
      if (newest !== null) saveAs(`checkpoint-${newest.size}.txt`, newest.note);
    });
  return (
    <>
      <NativeButton isDisabled={isPending} onPress={() => void save()}>
        {texts.saveCheckpoint}
      </NativeButton>
      <div role="status" className="faint">
        {state !== "" && (
          <>
            <p>{state}</p>
            <p>{texts.checkpoint}</p>
          </>
        )}
      </div>
      <RefusalNotice refusal={refusal} />
    </>
  );
}
