/** A field that is filled from a list: what is typed narrows the list, and what would be taken is marked in it. */
import "../styles/choice-field.css";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
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
  /** Called with what is typed, where the choices are those that are found by it elsewhere: no others are taken then. */
  readonly onSeek?: (typed: string) => void;
  /** Whether they are still sought. */
  readonly isSeeking?: boolean;
  readonly hint?: string;
  /** Whether its words are long, as names with user names are, so that it takes two columns of a grid. */
  readonly isWide?: boolean;
}

/**
 * Show the field, and while somebody chooses, the choices that have words which begin with what is typed.
 *
 * Arrow keys mark another one; Enter, a press, and leaving the field take it; Escape leaves what is typed.
 */
export function ChoiceField({
  label,
  choices,
  value,
  onChange,
  onSeek,
  isSeeking = false,
  hint,
  isWide = false,
}: ChoiceFieldProps) {
  const id = useId();
  const [typed, setText] = useState<string | null>(null);
  const text = typed ?? choices.find(([it]) => it === value)?.[1] ?? (isSeeking ? "" : value);
  const [marked, setMarked] = useState<number | null>(null);
  const isTaken = choices.some(([, words]) => words === text);
  // Whoever comes back to a choice sees all of them.
  const isFound = isTaken || onSeek !== undefined;
  const found = choices.filter(([, words]) => isFound || hasWords(words, text));
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
    if (onSeek !== undefined) {
      onSeek(typed);
      onChange("");
      return;
    }
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
    if (onSeek === undefined) onChange(isTaken ? value : text.trim());
  }
  /** What is typed and was not found is no choice. */
  function forget() {
    if (onSeek === undefined || isTaken) return;
    setText(null);
    onSeek("");
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
    } else if (onSeek !== undefined && event.key === "Enter" && !isTaken && text !== "") {
      // Nobody is called so, or is not found yet: without them the form would find all.
      event.preventDefault();
    }
  }
  return (
    <Field
      className={isWide ? "field wide" : "field"}
      value={text}
      onChange={type}
      type="search"
      autoComplete="off"
    >
      <Label>{label}</Label>
      <div className="choice">
        <Input
          dir="auto"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen ? option(at) : undefined}
          aria-busy={isSeeking}
          onKeyDown={walk}
          onBlur={() => (isOpen ? take(at) : forget())}
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
      {hint !== undefined && <Text slot="description">{hint}</Text>}
    </Field>
  );
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ["ArrowDown", 1],
  ["ArrowUp", -1],
]);
