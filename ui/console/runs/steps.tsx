/** How far a run has come: steps that are done, of those that are known. */
import { useRunsTexts } from "../texts/runs-texts";
import { useFormats } from "../texts/texts";

interface StepsProps {
  readonly of: { readonly stepsDone: number; readonly stepsKnown?: number | null | undefined };
}

/** Show both as numbers and as a bar; where nobody knows how many there are, those that are done. */
export function Steps({ of: { stepsDone, stepsKnown } }: StepsProps) {
  const labels = useRunsTexts();
  const formats = useFormats();
  const done = formats.number(stepsDone);
  if (stepsKnown == null) {
    return (
      <span className="faint">
        {labels.steps}: {done}
      </span>
    );
  }
  return (
    <span className="steps">
      <progress value={stepsDone} max={stepsKnown} aria-label={labels.steps} />{" "}
      {labels.stepsOf(done, formats.number(stepsKnown))}
    </span>
  );
}
