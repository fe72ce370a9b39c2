/** The dialog that saves one's own data: as a page to read, or for a program. */
import { Download } from "lucide-react";
import { useRelayEnvironment } from "react-relay";
import { saveAs } from "../administration/saving";
import { useAttempt } from "../api/attempt";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { RefusalNotice } from "../components/notice";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useReadingsTexts } from "../texts/readings-texts";
import { useTexts } from "../texts/texts";
import { type OwnData, ownData } from "./own-data";
import { usePrintedData } from "./own-data-printed";

/** Offer both, and let the browser save the one that is chosen. */
export default function OwnDataChoice({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const { mine } = useOrganisationsTexts();
  const { file } = useReadingsTexts();
  const environment = useRelayEnvironment();
  const printed = usePrintedData();
  const say = useSay();
  const { attempt, isPending, refusal } = useAttempt();
  const save = (ending: "html" | "json", written: (data: OwnData) => string) =>
    attempt(async () => {
      const name = `my-data-${new Date().toISOString().slice(0, 10)}.${ending}`;
      saveAs(name, written(await ownData(environment)));
      say({ text: texts.lists.saved(name) });
      onClose();
    });
  return (
    <Dialog title={mine.file} onClose={onClose}>
      <p>{file.both}</p>
      <p>
        <Button
          variant="primary"
          autoFocus
          isDisabled={isPending}
          onPress={() => void save("html", printed)}
        >
          <Download className="icon" aria-hidden="true" /> {file.toRead}
        </Button>
      </p>
      <p className="faint">{file.toReadMeans}</p>
      <p>
        <Button isDisabled={isPending} onPress={() => void save("json", asJson)}>
          <Download className="icon" aria-hidden="true" /> {file.forProgram}
        </Button>
      </p>
      <p className="faint">{file.forProgramMeans}</p>
      <span role="status">{isPending && texts.shell.loading}</span>
      <RefusalNotice refusal={refusal} />
      <div className="actions">
        <Button onPress={onClose}>{texts.shell.close}</Button>
      </div>
    </Dialog>
  );
}

function asJson({ held, seenBy }: OwnData): string {
  // The opaque ids by which the console knows a row say nothing to whom it is about.
  const ofUse = (key: string, value: unknown) => (key === "id" ? undefined : value);
  return `${JSON.stringify({ ...held, seenBy }, ofUse, 2)}\n`;
}
