/** The button that saves what a list finds as CSV. */
import { Download } from "lucide-react";
import { useAttempt } from "../api/attempt";
import { type ExportedList, exportList } from "../api/exports";
import { useSay } from "../api/said";
import { useViewer } from "../shell/viewer";
import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { RefusalNotice } from "./notice";

interface ExportButtonProps {
  readonly list: ExportedList;
  /** The arguments of the list as the page has them. */
  readonly given: unknown;
  /** What it is called where a page has several. */
  readonly label?: string;
  /** Return what the file is called before its ending, where that is more than the list and the day. */
  readonly nameOf?: () => Promise<string>;
  /** Whether who sees a part alone may export it too. */
  readonly isOpenToLimited?: boolean;
}

/** Fetch the whole list, whatever of it is shown, and let the browser save it. */
export function ExportButton(props: ExportButtonProps) {
  const { list, given, label, nameOf, isOpenToLimited = false } = props;
  // Who holds no role everywhere, and sees a part alone, exports nothing but what is open to them.
  const { roles } = useViewer();
  const mayExport = isOpenToLimited || roles.some((role) => role !== "PERSON");
  const texts = useTexts();
  const say = useSay();
  const { attempt, isPending, refusal } = useAttempt();
  const save = () =>
    attempt(async () => {
      const address = URL.createObjectURL(await exportList(list, given));
      const link = document.createElement("a");
      link.href = address;
      link.download = `${(await nameOf?.()) ?? `${list}-${today()}`}.csv`;
      link.click();
      say({ text: texts.lists.saved(link.download) });
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    });
  if (!mayExport) return null;
  return (
    <>
      <Button isDisabled={isPending} onPress={() => void save()}>
        <Download className="icon" aria-hidden="true" /> {label ?? texts.lists.export}
      </Button>
      <span role="status">{isPending && texts.shell.loading}</span>
      <RefusalNotice refusal={refusal} />
    </>
  );
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
