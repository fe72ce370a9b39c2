/** A text in a dialog that is there to be copied, with the buttons for it and for closing. */
import { useRef, useState } from "react";
import { useTexts } from "../texts/texts";
import { ActIcon } from "./act-icon";
import { Button } from "./button";

interface CopyableProps {
  readonly text: string;
  /** The word of the button that closes. */
  readonly done: string;
  readonly onClose: () => void;
}

/** Show the text and copy it. */
export function Copyable({ text, done, onClose }: CopyableProps) {
  const texts = useTexts();
  const [isCopied, setIsCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      // A page that was not served by https has no clipboard: the selection can be copied by hand.
      if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
    }
  }
  return (
    <>
      <p>
        <code className="secret" ref={shown}>
          {text}
        </code>
      </p>
      <div className="actions">
        <Button variant="primary" autoFocus onPress={() => void copy()}>
          <ActIcon of="copy" /> {texts.shell.copy}
        </Button>
        <Button onPress={onClose}>{done}</Button>
        <span role="status">{isCopied && texts.shell.copied}</span>
      </div>
    </>
  );
}
