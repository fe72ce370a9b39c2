/** A tick for each kind of letter that may be muted: those that are ticked are sent. */
import { Checkbox } from "../components/fields";
import { useLettersTexts } from "../texts/letters-texts";

export type MutableLetter = keyof ReturnType<typeof useLettersTexts>["kinds"];

interface LetterChoicesProps {
  readonly title: string;
  /** Whether a heading above says the same. */
  readonly isHeaded?: boolean;
  /** What each kind is called, of those that are shown. */
  readonly kinds: Readonly<Partial<Record<MutableLetter, string>>>;
  readonly muted: readonly string[];
  readonly onChange: (muted: MutableLetter[]) => void;
}

/** Show them; a change is passed on as what is muted then. */
export function LetterChoices(props: LetterChoicesProps) {
  const { title, isHeaded = false, kinds, muted, onChange } = props;
  const all = Object.keys(useLettersTexts().kinds) as MutableLetter[];
  const shown = Object.entries(kinds) as [MutableLetter, string][];
  return (
    <fieldset>
      <legend className={isHeaded ? "visually-hidden" : undefined}>{title}</legend>
      <div className="grid">
        {shown.map(([kind, label]) => (
          <Checkbox
            key={kind}
            label={label}
            isChecked={!muted.includes(kind)}
            onChange={(isSent) =>
              onChange(all.filter((each) => (each === kind ? !isSent : muted.includes(each))))
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
