/** A field that is filled from a list: what is typed narrows the list, and what would be taken is marked in it. */
import "../styles/choice-field.css";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField as Field } from "react-aria-components/TextField";
import { hasWords } from "../finding/words";

/** A value and its words. */
export type Choice = readonly [value: string, words: string];

interface ChoiceFieldProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  /** One of the choices, or whatever else was typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/**
 * Show the field, and while somebody chooses, the choices that have words which begin with what is typed.
 *
 * Arrow keys mark another one; Enter, a press, and leaving the field take it; Escape leaves what is typed.
 */
export function ChoiceField({ label, choices, value, onChange }: ChoiceFieldProps) {
  const id = useId();
  const [text, setText] = useState(choices.find(([it]) => it === value)?.[1] ?? value);
  const [marked, setMarked] = useState<number | null>(null);
  const isTaken = choices.some(([, words]) => words === text);
  // Whoever comes back to a choice sees all of them.
  const found = choices.filter(([, words]) => isTaken || hasWords(words, text));
  const isOpen = marked !== null && found.length > 0;
  const at = Math.min(marked ?? 0, found.length - 1);
  const option = (index: number) => `${id}-${index}`;
  useEffect(() => {
    if (isOpen) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [isOpen, id, at]);
  function type(next: string) {
    setText(next);
    setMarked(next.trim() === "" ? null : 0);
    const typed = next.trim();
    const first = choices.find(([, words]) => typed !== "" && hasWords(words, typed));
    const exact = choices.find(([it, words]) => it === typed || words === typed);
    onChange((exact ?? first)?.[0] ?? typed);
  }
  function take(index: number) {
    const [chosen, words] = found[index] ?? [value, text];
    setText(words);
    setMarked(null);
    onChange(chosen);
  }
  function leave() {
    setMarked(null);
    onChange(isTaken ? value : text.trim());
  }
  function walk(event: KeyboardEvent) {
    const step = STEPS.get(event.key);
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      const here = isTaken ? choices.findIndex(([, words]) => words === text) : 0;
      setMarked(isOpen ? (at + step + found.length) % found.length : here);
    } else if (isOpen && event.key === "Enter") {
      // The form is sent by the next one: who chooses sees first what is taken.
      event.preventDefault();
      take(at);
    } else if (isOpen && event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  }
  return (
    <Field className="field" value={text} onChange={type} type="search" autoComplete="off">
      <Label>{label}</Label>
      <div className="choice">
        <Input
          dir="auto"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen ? option(at) : undefined}
          onKeyDown={walk}
          onBlur={() => isOpen && take(at)}
        />
        {isOpen && (
          <div className="choice-list" role="listbox" id={`${id}-list`} aria-label={label}>
            {found.map(([it, words], index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, and the focus.
              <div
                key={it}
                id={option(index)}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(index)}
              >
                {words}
              </div>
            ))}
          </div>
        )}
      </div>
    </Field>
  );
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ["ArrowDown", 1],
  ["ArrowUp", -1],
]);
