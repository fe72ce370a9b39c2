/** A field that is filled from a list: what is typed narrows the list, and what would be taken is marked in it. */
import "../styles/choice-field.css";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextField as Field } from "react-aria-components/TextField";
import { flushSync } from "react-dom";
import { hasWords, isCalled } from "../finding/words";

/** A value and its words, and what else people call it. */
export type Choice = readonly [value: string, words: string, also?: string];

interface ChoiceFieldProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  /** One of the choices, or one that the address names; empty where none is chosen. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Called with a choice that was pressed, or taken by Enter: who leaves the field has not sent the form yet. */
  readonly onTake?: (value: string) => void;
  /** Called with what is typed, where the choices are those that are found by it elsewhere. */
  readonly onSeek?: (typed: string) => void;
  /** Whether they are still sought. */
  readonly isSeeking?: boolean;
  /** Whether what is typed stands for itself, as a number does, whether or not it is among the choices. */
  readonly isItself?: (typed: string) => boolean;
  readonly hint?: string;
  /** Whether its words are long, as names with user names are, so that it takes two columns of a grid. */
  readonly isWide?: boolean;
  /** What is said once the form was sent while what is typed stands for none of the choices; see `undecidedIn`. */
  readonly fault: string | null;
}

/** Return the first field in which something is typed that stands for none of its choices. */
export function undecidedIn(form: HTMLElement | null): HTMLInputElement | null {
  return form?.querySelector<HTMLInputElement>("input[data-undecided]") ?? null;
}

/**
 * Show the field, and while somebody chooses, the choices that have words which begin with what is typed, first those
 * of their own.
 *
 * Arrow keys mark another one; Enter and a press take the one that is marked. Whoever leaves the field takes it too,
 * where it is the only one or they went to it by an arrow key: of several, none is taken unseen.
 */
export function ChoiceField({
  label,
  choices,
  value,
  onChange,
  onTake,
  onSeek,
  isSeeking = false,
  isItself = isNever,
  hint,
  isWide = false,
  fault,
}: ChoiceFieldProps) {
  const id = useId();
  const [typed, setText] = useState<string | null>(null);
  const text = typed ?? choices.find(([it]) => it === value)?.[1] ?? (isSeeking ? "" : value);
  const [marked, setMarked] = useState<number | null>(null);
  const [hasMoved, setHasMoved] = useState(false);
  const isTaken = named(choices, text) !== undefined || (typed !== null && isItself(text));
  const isUndecided = typed !== null && typed.trim() !== "" && !isTaken;
  // Whoever comes back to a choice sees all of them.
  const isFound = isTaken || onSeek !== undefined;
  // What is called so comes before what other words lead to, and is one however many of these there are.
  const called = choices.filter(([, words]) => isFound || hasWords(words, text));
  const others = choices.filter((it) => !called.includes(it) && isCalled(it[1], it[2] ?? "", text));
  const found = [...called, ...others];
  const isOne = called.length === 1 || found.length === 1;
  const isOpen = marked !== null && found.length > 0;
  const at = Math.min(marked ?? 0, found.length - 1);
  const option = (index: number) => `${id}-${index}`;
  useEffect(() => {
    if (isOpen) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [isOpen, id, at]);
  function type(next: string) {
    setText(next);
    setMarked(next.trim() === "" ? null : 0);
    setHasMoved(false);
    onSeek?.(next.trim());
    onChange(named(choices, next)?.[0] ?? (isItself(next) ? next.trim() : ""));
  }
  function take(index: number) {
    const [chosen, words] = found[index] ?? [value, text];
    setText(words);
    setMarked(null);
    onChange(chosen);
    return chosen;
  }
  function choose(index: number) {
    // Whoever sends the form at once looks whether a field is undecided.
    const chosen = flushSync(() => take(index));
    onTake?.(chosen);
  }
  function leave() {
    if (isOpen && !isTaken && (hasMoved || (isOne && !isSeeking))) take(at);
    else setMarked(null);
  }
  function walk(event: KeyboardEvent) {
    const step = STEPS.get(event.key);
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      const here = Math.max(0, choices.indexOf(named(choices, text) as Choice));
      setMarked(isOpen ? (at + step + found.length) % found.length : here);
      setHasMoved(true);
    } else if (isOpen && event.key === "Enter") {
      // The form is sent by the next one: who chooses sees first what is taken.
      event.preventDefault();
      choose(at);
    } else if (isOpen && event.key === "Escape") {
      event.preventDefault();
      setMarked(null);
    }
  }
  return (
    <Field
      className={isWide ? "field wide" : "field"}
      value={text}
      onChange={type}
      type="search"
      autoComplete="off"
      validationBehavior="aria"
      isInvalid={isUndecided && fault !== null}
    >
      <Label>{label}</Label>
      {/* The list covers what stands below. */}
      {isUndecided && fault !== null && <FieldError>{fault}</FieldError>}
      <div className="choice">
        <Input
          dir="auto"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-activedescendant={isOpen ? option(at) : undefined}
          aria-busy={isSeeking}
          data-undecided={isUndecided || undefined}
          onKeyDown={walk}
          // Whoever comes back, or is led back, sees what there is to choose.
          onFocus={() => isUndecided && setMarked(0)}
          onBlur={leave}
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
                onClick={() => choose(index)}
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

function isNever(): boolean {
  return false;
}

/** Return the choice that is called exactly so, by its words or its value. */
function named(choices: readonly Choice[], text: string): Choice | undefined {
  const typed = text.trim();
  return choices.find(([it, words]) => it === typed || words === typed);
}
