/** The violations of an input: each at its field, and all of them above the form (rule C2). */
import { createContext, use, useLayoutEffect, useRef, useState } from "react";
import type { Violation } from "../api/refusal";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";

/** The violations of the form around a field. */
export const ViolationsContext = createContext<readonly Violation[]>([]);

/** Return what is wrong at a path, such as `child.birthDate`, each in a line of its own, or null. */
export function useFieldError(path: string): string | null {
  const texts = useTexts();
  const violations = use(ViolationsContext).filter(
    (violation) => violation.path.join(".") === path,
  );
  if (violations.length === 0) return null;
  return violations.map((violation) => messageOf(violation, texts)).join("\n");
}

interface ViolationListProps {
  readonly violations: readonly Violation[];
}

/**
 * List violations in the order of the form.
 *
 * Each has a button that focuses its field, or the nearest one shown.
 */
export function ViolationList({ violations }: ViolationListProps) {
  const texts = useTexts();
  const list = useRef<HTMLUListElement>(null);
  const [items, setItems] = useState<readonly Item[]>([]);
  useLayoutEffect(() => {
    const form = list.current?.closest("form, section, li") ?? document.body;
    const fields = [...form.querySelectorAll<HTMLElement>("[data-path]")];
    const placeOf = ({ field }: Item) => (field === null ? fields.length : fields.indexOf(field));
    const found = violations.map((violation) => {
      return { violation, field: nearestField(fields, violation.path.join(".")) };
    });
    setItems(found.sort((one, other) => placeOf(one) - placeOf(other)));
  }, [violations]);
  return (
    <ul ref={list} className="violations">
      {items.map(({ violation, field }, index) => (
        <li key={index}>
          {field !== null && (
            <>
              <button type="button" className="link" onClick={() => field.focus()}>
                {labelOf(field)}
              </button>
              {isQuestion(labelOf(field)) ? " " : ": "}
            </>
          )}
          {messageOf(violation, texts)}
        </li>
      ))}
    </ul>
  );
}

/** Return whether words end as a question does, after which no colon stands. */
function isQuestion(words: string): boolean {
  return /[?\u061f]$/.test(words);
}

/** A violation, and the field that it leads to. */
interface Item {
  readonly violation: Violation;
  readonly field: HTMLElement | null;
}

/** Return the text of a violation: by the server's message where a rule has several, else by rule. */
function messageOf({ rule, message }: Violation, texts: Texts): string {
  const messages: Readonly<Record<string, string>> = texts.errors.violations;
  const rules: Readonly<Record<string, string>> = texts.errors.rules;
  // Nobody sees what a text may not have: it is named by its code.
  const codes = rule === "characters" ? (/U\+[0-9A-F]{4}.*$/.exec(message)?.[0] ?? "") : "";
  const said = messages[message] ?? rules[rule] ?? message;
  return codes === "" ? said : `${said} (${codes})`;
}

/** Return the field at a path, else the first one below it, else the one that contains it. */
function nearestField(fields: readonly HTMLElement[], path: string): HTMLElement | null {
  const pathOf = (field: HTMLElement) => field.dataset.path ?? "";
  const found =
    fields.find((field) => pathOf(field) === path) ??
    fields.find((field) => pathOf(field).startsWith(`${path}.`));
  if (found !== undefined) return found;
  const parent = path.split(".").slice(0, -1).join(".");
  return parent === "" ? null : nearestField(fields, parent);
}

/** Return the label of a field, after that of its group. */
function labelOf(field: HTMLElement): string {
  const group = field.closest("fieldset")?.querySelector("legend")?.textContent;
  const label = field.closest(".field")?.querySelector("label")?.textContent;
  return [group, label].filter(Boolean).join(": ");
}
