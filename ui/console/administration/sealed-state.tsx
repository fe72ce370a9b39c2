/** What an outsider needs to check that nobody altered the trail: a checkpoint, the key, and how both are used. */
import { Download } from "lucide-react";
import { useState } from "react";
import { useAttempt } from "../api/attempt";
import { type Checkpoint, newestCheckpoint } from "../api/checkpoint";
import { Button } from "../components/button";
import { CopyableCommand } from "../components/copyable";
import { Dialog } from "../components/dialog";
import { NativeButton } from "../components/native-controls";
import { RefusalNotice } from "../components/notice";
import { useProofTexts } from "../texts/proof-texts";
import { useFormats, useTexts } from "../texts/texts";
import { saveAs } from "./saving";
import { PROGRAM, TRAIL_KEY } from "./trail-key";

/** Offer it; the checkpoint is the newest one when somebody asks. */
export default function SealedState() {
  const { outsiders } = useProofTexts();
  const { attempt, isPending, refusal } = useAttempt();
  const { close } = useTexts().shell;
  const [newest, setNewest] = useState<Checkpoint | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const open = async () => {
    await attempt(async () => setNewest(await newestCheckpoint()));
    setIsOpen(true);
  };
  return (
    <>
      <NativeButton isDisabled={isPending} onPress={() => void open()}>
        {outsiders.title}
      </NativeButton>
      {isOpen && (
        // In a window of its own: nothing on the page moves for it.
        <Dialog title={outsiders.title} onClose={() => setIsOpen(false)}>
          {refusal === null && <ForOutsiders newest={newest} />}
          <RefusalNotice refusal={refusal} />
          <div className="actions">
            <Button onPress={() => setIsOpen(false)}>{close}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Where the manual has the check without this program. */
const MANUAL = "/docs/audit.md#to-verify-by-yourself";

function ForOutsiders({ newest }: { newest: Checkpoint | null }) {
  const texts = useProofTexts();
  const { outsiders } = texts;
  const { number } = useFormats();
  if (newest === null) return <p>{texts.nothingSealed}</p>;
  const name = `checkpoint-${newest.size}.txt`;
  return (
    <>
      <p>{outsiders.what(number(newest.size))}</p>
      <ol>
        <li>
          <p>{outsiders.hand}</p>
          <p className="filters">
            <Button variant="primary" onPress={() => saveAs(name, newest.note)}>
              <Download className="icon" aria-hidden="true" /> {texts.saveCheckpoint}
            </Button>
            <a href="/audit/key" download={TRAIL_KEY} className="button plain">
              <Download className="icon" aria-hidden="true" /> {outsiders.saveKey}
            </a>
          </p>
        </li>
        <li>
          <p>{outsiders.check}</p>
          <CopyableCommand
            text={`${PROGRAM} audit verify --checkpoint ${name} --key ${TRAIL_KEY}`}
          />
          <p className="faint">{outsiders.answer}</p>
          <p className="faint">{outsiders.totals}</p>
          <p className="faint">
            {outsiders.distrust} <a href={MANUAL}>{outsiders.manual}</a>
          </p>
        </li>
        <li>
          <p>{outsiders.nextTime}</p>
        </li>
      </ol>
      <p className="faint">{outsiders.oneEntry}</p>
    </>
  );
}
