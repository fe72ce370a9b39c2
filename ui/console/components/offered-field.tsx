/** A text field that offers what others have written: what is typed stays, unless somebody takes an offer. */
import "../styles/choice-field.css";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField as Field } from "react-aria-components/TextField";
import { useFieldError } from "./field-errors";

interface OfferedFieldProps {
  readonly label: string;
  /** The path of this field in the violations that the server names. */
  readonly path?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRequired?: boolean;
  /** What begins as it is typed, as far as that is known by now. */
  readonly offers: readonly string[];
  /** What the offers are called. */
  readonly offersLabel: string;
}

/** Show the field and, while somebody types, the offers. Arrow keys mark one, Enter or a press takes it, Escape folds them. */
export function OfferedField(props: OfferedFieldProps) {
  const { label, path = "", value, onChange, isRequired = false, offers, offersLabel } = props;
  const id = useId();
  const error = useFieldError(path);
  const [isTyping, setIsTyping] = useState(false);
  const [marked, setMarked] = useState<string | null>(null);
  const others = offers.filter((offer) => offer !== value);
  const isOpen = isTyping && others.length > 0;
  const at = marked === null ? -1 : others.indexOf(marked);
  const option = (index: number) => `${id}-${index}`;
  useEffect(() => {
    if (at >= 0) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at]);
  function type(next: string) {
    setIsTyping(true);
    setMarked(null);
    onChange(next);
  }
  function fold() {
    setIsTyping(false);
    setMarked(null);
  }
  function take(offer: string) {
    fold();
    onChange(offer);
  }
  function walk(event: KeyboardEvent) {
    const step = STEPS.get(event.key);
    if (step !== undefined && others.length > 0) {
      event.preventDefault();
      setIsTyping(true);
      const start = at < 0 && step < 0 ? 0 : at;
      setMarked(others[(start + step + others.length) % others.length] ?? null);
    } else if (isOpen && at >= 0 && event.key === "Enter") {
      // The form is sent by the next one: who chooses sees first what is taken.
      event.preventDefault();
      take(others[at] as string);
    } else if (isOpen && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      fold();
    }
  }
  return (
    <Field
      className="field"
      value={value}
      onChange={type}
      isRequired={isRequired}
      validationBehavior="aria"
      isInvalid={error !== null}
      autoComplete="off"
    >
      <Label>{label}</Label>
      <div className="choice">
        <Input
          data-path={path}
          dir="auto"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen && at >= 0 ? option(at) : undefined}
          onKeyDown={walk}
          onBlur={fold}
        />
        {isOpen && (
          <div className="choice-list" role="listbox" id={`${id}-list`} aria-label={offersLabel}>
            {others.map((offer, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, and the focus.
              <div
                key={offer}
                id={option(index)}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(offer)}
              >
                <bdi>{offer}</bdi>
              </div>
            ))}
          </div>
        )}
      </div>
      {error !== null && <FieldError>{error}</FieldError>}
    </Field>
  );
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ["ArrowDown", 1],
  ["ArrowUp", -1],
]);
