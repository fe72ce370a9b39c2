/** The bar at the lower edge of the window: the comment on a pair and the buttons that decide it. */
import type { RefObject } from "react";
import { Button } from "../components/button";
import { TextField } from "../components/fields";
import { KeysButton } from "../finding/keys-button";
import { useJudgingTexts } from "../texts/judging-texts";
import { useTexts } from "../texts/texts";
import type { Decision, decisions } from "./decision";

interface DecisionBarProps {
  readonly possible: typeof decisions;
  readonly comment: string;
  readonly onComment: (comment: string) => void;
  readonly commentField: RefObject<HTMLTextAreaElement | null>;
  readonly isPending: boolean;
  readonly onChoose: (decision: Decision) => void;
}

/** Show the bar. */
export function DecisionBar(props: DecisionBarProps) {
  const texts = useTexts();
  const { whoReads } = useJudgingTexts();
  return (
    <div className="decision-bar">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it handles the Escape of the field. */}
      <div
        onKeyDown={(event) => {
          if (event.key === "Escape") (event.target as HTMLElement).blur();
        }}
      >
        <TextField
          label={texts.review.comment}
          hint={`${whoReads} ${texts.review.commentHint}`}
          value={props.comment}
          onChange={props.onComment}
          lines={2}
          maxLength={3000}
          path="comment"
          inputRef={props.commentField}
        />
      </div>
      <div className="actions" role="group" aria-label={texts.review.decision}>
        {props.possible.map(({ status, code }) => (
          <Button
            key={status}
            variant={status === "MERGE" ? "primary" : "plain"}
            isDisabled={props.isPending}
            onPress={() => props.onChoose(status)}
          >
            <span className="choice">
              <span>
                {texts.decisionVerbs[status]} <kbd aria-hidden="true">{code.slice(3)}</kbd>
              </span>{" "}
              <small>{texts.decisionMeanings[status]}</small>
            </span>
          </Button>
        ))}
        <KeysButton />
      </div>
    </div>
  );
}
