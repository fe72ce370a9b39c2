/** The dialog that confirms a decision: it says what will happen. */
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { useTexts } from "../texts/texts";
import type { Decision } from "./decision";

interface DecisionDialogProps {
  readonly decision: Decision;
  readonly duplicate: string;
  readonly master: string;
  readonly comment: string;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Ask; Enter confirms, Escape cancels. */
export function DecisionDialog(props: DecisionDialogProps) {
  const texts = useTexts();
  const { title, consequence } = texts.confirmations[props.decision];
  return (
    <Dialog title={title} onClose={props.onCancel} isAlert>
      <p>{consequence(props.duplicate, props.master)}</p>
      {props.comment !== "" && <blockquote>{props.comment}</blockquote>}
      <div className="actions">
        <Button variant="primary" autoFocus isDisabled={props.isPending} onPress={props.onConfirm}>
          {texts.decisionVerbs[props.decision]}
        </Button>
        <Button isDisabled={props.isPending} onPress={props.onCancel}>
          {texts.shell.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
