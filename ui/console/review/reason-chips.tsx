/** The reasons of a decision, to be chosen by a press or by the keys 1 to 9. */
import { useEffect, useRef } from "react";
import { useJudgingTexts } from "../texts/judging-texts";
import type { DecisionReason } from "./reasons";

interface ReasonChipsProps {
  readonly offered: readonly DecisionReason[];
  readonly chosen: readonly DecisionReason[];
  readonly onChange: (chosen: readonly DecisionReason[]) => void;
  readonly areKeysEnabled: boolean;
}

/** Show the reasons; each is on or off. */
export function ReasonChips({ offered, chosen, onChange, areKeysEnabled }: ReasonChipsProps) {
  const texts = useJudgingTexts();
  const toggle = (reason: DecisionReason) =>
    onChange(chosen.includes(reason) ? chosen.filter((it) => it !== reason) : [...chosen, reason]);
  const toggleNumber = useRef((_number: number) => {});
  toggleNumber.current = (number) => {
    const reason = offered[number - 1];
    if (reason !== undefined) toggle(reason);
  };
  useEffect(() => {
    if (!areKeysEnabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping = (event.target as HTMLElement).matches("input, textarea, select");
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      const isOther = event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping;
      if (digit === undefined || isOther) return;
      event.preventDefault();
      toggleNumber.current(Number(digit));
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [areKeysEnabled]);
  return (
    <fieldset className="reasons" data-path="reasons" tabIndex={-1}>
      <legend>{texts.why}</legend>
      {offered.map((reason, index) => (
        <button
          key={reason}
          type="button"
          className="chip"
          aria-pressed={chosen.includes(reason)}
          onClick={() => toggle(reason)}
        >
          {texts.reasons[reason]} <kbd aria-hidden="true">{index + 1}</kbd>
        </button>
      ))}
    </fieldset>
  );
}
