/** A secret that is shown once, with a button that copies it. */
import { useRef, useState } from "react";
import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface SecretProps {
  readonly title: string;
  readonly words: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** Shows the secret until it is closed; nothing keeps it. */
export function Secret({ title, words, secret, onClose }: SecretProps) {
  const texts = useTexts();
  const [isCopied, setCopied] = useState(false);
  const written = useRef<HTMLElement>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      // A page that did not come by https has no clipboard: what is selected can be copied by hand.
      if (written.current !== null) getSelection()?.selectAllChildren(written.current);
    }
  }
  return (
    <Dialog title={title} onClose={onClose} asks>
      <p>{words}</p>
      <p>
        <code className="secret" ref={written}>
          {secret}
        </code>
      </p>
      <div className="actions">
        <Button look="primary" autoFocus onPress={() => void copy()}>
          {texts.shell.copy}
        </Button>
        <Button onPress={onClose}>{texts.shell.close}</Button>
        <span role="status">{isCopied && texts.shell.copied}</span>
      </div>
    </Dialog>
  );
}
