/** A question before something is done that others will feel. */

import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface QuestionProps {
  readonly title: string;
  readonly words: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks, and says what will happen. */
export function Question({ title, words, yes, onYes, onNo }: QuestionProps) {
  return (
    <Dialog title={title} onClose={onNo} asks>
      <p>{words}</p>
      <div className="actions">
        <Button look="primary" autoFocus onPress={onYes}>
          {yes}
        </Button>
        <Button onPress={onNo}>{useTexts().shell.cancel}</Button>
      </div>
    </Dialog>
  );
}
