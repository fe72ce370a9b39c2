/** The question before a decision: what will happen if it is taken. */
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { useTexts } from "../texts/texts";
import type { Decision } from "./decision";

interface ConfirmationProps {
  readonly decision: Decision;
  readonly duplicate: string;
  readonly master: string;
  readonly comment: string;
  readonly isUnderWay: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks; Enter says yes, Escape says no. */
export function Confirmation(props: ConfirmationProps) {
  const texts = useTexts();
  const { title, consequence } = texts.confirmations[props.decision];
  return (
    <Dialog title={title} onClose={props.onCancel} asks>
      <p>{consequence(props.duplicate, props.master)}</p>
      {props.comment !== "" && <blockquote>{props.comment}</blockquote>}
      <div className="actions">
        <Button look="primary" autoFocus isDisabled={props.isUnderWay} onPress={props.onConfirm}>
          {texts.decide[props.decision]}
        </Button>
        <Button isDisabled={props.isUnderWay} onPress={props.onCancel}>
          {texts.shell.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
