/** A secret that is shown once, with a button that copies it. */
import { useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { useTexts } from "../texts/texts";

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
  async function copy() {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  }
  return (
    <Dialog title={title} onClose={onClose} asks>
      <p>{words}</p>
      <p>
        <code className="secret">{secret}</code>
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
