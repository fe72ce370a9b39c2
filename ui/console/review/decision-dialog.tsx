/** The dialog that confirms a decision: it says what will happen, and asks why. */
import { useState } from "react";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { Checkbox, TextField } from "../components/fields";
import { useJudgingTexts } from "../texts/judging-texts";
import { useTexts } from "../texts/texts";
import type { Decision } from "./decision";
import { ReasonChips } from "./reason-chips";
import { type DecisionReason, reasonsFor } from "./reasons";

interface DecisionDialogProps {
  readonly decision: Decision;
  readonly duplicate: string;
  readonly master: string;
  readonly comment: string;
  readonly onComment: (comment: string) => void;
  readonly reasons: readonly DecisionReason[];
  readonly onReasons: (reasons: readonly DecisionReason[]) => void;
  readonly areKeysEnabled: boolean;
  /** Whether an earlier decision keeps the records apart, and is to be overruled knowingly. */
  readonly contradicts: boolean;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Ask; Enter confirms, Escape cancels. */
export function DecisionDialog(props: DecisionDialogProps) {
  const texts = useTexts();
  const judging = useJudgingTexts();
  const { decision, comment, contradicts } = props;
  const { title, consequence } = judging.confirmations[decision];
  const [isKnown, setIsKnown] = useState(false);
  const needsComment = props.reasons.includes("OTHER");
  return (
    <Dialog title={title} onClose={props.onCancel} isAlert>
      <p>{consequence(props.duplicate, props.master)}</p>
      {decision === "POSTPONE" && <p>{judging.hardCase}</p>}
      {contradicts && (
        <div className="contradiction">
          <p>{judging.overruling}</p>
          <Checkbox label={judging.overrulesKnowingly} isChecked={isKnown} onChange={setIsKnown} />
        </div>
      )}
      <ReasonChips
        offered={reasonsFor[decision]}
        chosen={props.reasons}
        onChange={props.onReasons}
        areKeysEnabled={props.areKeysEnabled}
      />
      {needsComment || decision === "POSTPONE" ? (
        <TextField
          key={String(needsComment)}
          label={needsComment ? judging.otherReason : judging.note}
          hint={judging.whoReads}
          value={comment}
          onChange={props.onComment}
          lines={2}
          maxLength={3000}
          path="comment"
          autoFocus={needsComment}
        />
      ) : (
        comment.trim() !== "" && (
          <blockquote>
            <bdi>{comment}</bdi>
          </blockquote>
        )
      )}
      <div className="actions">
        <Button
          variant="primary"
          autoFocus={!contradicts && !needsComment}
          isDisabled={props.isPending || (contradicts && !isKnown)}
          onPress={props.onConfirm}
        >
          {texts.decisionVerbs[decision]}
        </Button>
        <Button autoFocus={contradicts} isDisabled={props.isPending} onPress={props.onCancel}>
          {texts.shell.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
