/** A tick for each kind of letter that may be muted: those that are ticked are sent. */
import { Checkbox } from "../components/fields";
import { useLettersTexts } from "../texts/letters-texts";

export type MutableLetter = keyof ReturnType<typeof useLettersTexts>["kinds"];

interface LetterChoicesProps {
  readonly title: string;
  readonly muted: readonly string[];
  readonly onChange: (muted: MutableLetter[]) => void;
}

/** Show them; a change is passed on as what is muted then. */
export function LetterChoices({ title, muted, onChange }: LetterChoicesProps) {
  const { kinds } = useLettersTexts();
  const all = Object.entries(kinds) as [MutableLetter, string][];
  return (
    <fieldset>
      <legend>{title}</legend>
      <div className="grid">
        {all.map(([kind, label]) => (
          <Checkbox
            key={kind}
            label={label}
            isChecked={!muted.includes(kind)}
            onChange={(isSent) =>
              onChange(
                all
                  .map(([each]) => each)
                  .filter((each) => (each === kind ? !isSent : muted.includes(each))),
              )
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
