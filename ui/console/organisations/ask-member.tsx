/** The dialog with the link by which somebody with a user offers to become a member. */
import { useRef, useState } from "react";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";

interface AskMemberProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Say how a member comes to be, and show the link to send. */
export default function AskMember({ name, onClose }: AskMemberProps) {
  const texts = useTexts();
  const { members: labels } = useOrganisationsTexts();
  const [isCopied, setIsCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const link = `${location.origin}/my-data?offer=${encodeURIComponent(name)}`;
  async function copy() {
    try {
      await navigator.clipboard.writeText(link);
      setIsCopied(true);
    } catch {
      // A page that was not served by https has no clipboard: the selection can be copied by hand.
      if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
    }
  }
  return (
    <Dialog title={labels.ask} onClose={onClose}>
      <p>{labels.askExplanation(name)}</p>
      <p>
        <code className="secret" ref={shown}>
          {link}
        </code>
      </p>
      <div className="actions">
        <Button variant="primary" autoFocus onPress={() => void copy()}>
          <ActIcon of="copy" /> {texts.shell.copy}
        </Button>
        <Button onPress={onClose}>{texts.shell.close}</Button>
        <span role="status">{isCopied && texts.shell.copied}</span>
      </div>
    </Dialog>
  );
}
