/** Texts that are there to be copied, with the button for it: in a dialog of its own, or a command on a page. */
import { type RefObject, useRef, useState } from "react";
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
  const { copy, isCopied, shown } = useCopying(text);
  const { shell } = useTexts();
  return (
    <>
      <p>
        <code className="secret" ref={shown}>
          {text}
        </code>
      </p>
      <div className="actions">
        <Button variant="primary" autoFocus onPress={copy}>
          <ActIcon of="copy" /> {shell.copy}
        </Button>
        <Button onPress={onClose}>{done}</Button>
        <span role="status">{isCopied && shell.copied}</span>
      </div>
    </>
  );
}

/** Show a command that is typed elsewhere, and copy it; it reads from left to right in every language. */
export function CopyableCommand({ text }: { text: string }) {
  const { copy, isCopied, shown } = useCopying(text);
  const { shell } = useTexts();
  return (
    <>
      <p>
        <code dir="ltr" ref={shown}>
          {text}
        </code>
      </p>
      <div className="actions">
        <Button onPress={copy}>
          <ActIcon of="copy" /> {shell.copy}
        </Button>
        <span role="status">{isCopied && shell.copied}</span>
      </div>
    </>
  );
}

interface Copying {
  readonly copy: () => void;
  readonly isCopied: boolean;
  /** Where the text is shown. */
  readonly shown: RefObject<HTMLElement | null>;
}

function useCopying(text: string): Copying {
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
  return { copy: () => void copy(), isCopied, shown };
}
