/** What the server found wrong with an input: at each field its own, and all of it above the form. */
import { createContext, use, useEffect, useRef, useState } from "react";
import type { Refusal, Violation } from "../asking/refusal";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";

/** What is wrong with the fields inside. */
export const Violations = createContext<readonly Violation[]>([]);

/** Finds what is wrong at a path, such as `child.birthDate`. */
export function useFault(path: string): string | null {
  const texts = useTexts();
  const found = use(Violations).filter((violation) => violation.path.join(".") === path);
  return found.length === 0 ? null : found.map((it) => wordsOf(it, texts)).join(" ");
}

/** Lists all that is wrong; each leads to its field, or to the nearest one that is shown. */
export function FaultList({ of }: { of: Refusal }) {
  const texts = useTexts();
  const list = useRef<HTMLUListElement>(null);
  const [places, place] = useState<readonly (HTMLElement | null)[]>([]);
  useEffect(() => {
    const form = list.current?.closest("form, section, li") ?? document.body;
    const fields = [...form.querySelectorAll<HTMLElement>("[data-path]")];
    place(of.violations.map(({ path }) => nearest(fields, path.join("."))));
  }, [of]);
  return (
    <ul ref={list} className="faults">
      {of.violations.map((violation, at) => {
        const field = places[at] ?? null;
        return (
          <li key={at}>
            {field !== null && (
              <>
                <button type="button" className="link" onClick={() => field.focus()}>
                  {nameOf(field)}
                </button>
                {": "}
              </>
            )}
            {wordsOf(violation, texts)}
          </li>
        );
      })}
    </ul>
  );
}

function wordsOf(violation: Violation, texts: Texts): string {
  const rules: Readonly<Record<string, string>> = texts.errors.rules;
  return rules[violation.rule] ?? violation.message;
}

/** The field at a path, else the first one below it, else the one that it is a part of. */
function nearest(fields: readonly HTMLElement[], path: string): HTMLElement | null {
  const at = (field: HTMLElement) => field.dataset.path ?? "";
  const found =
    fields.find((field) => at(field) === path) ??
    fields.find((field) => at(field).startsWith(`${path}.`));
  if (found !== undefined) return found;
  const above = path.split(".").slice(0, -1).join(".");
  return above === "" ? null : nearest(fields, above);
}

/** Says what a field is called, and in which group of fields it stands. */
function nameOf(field: HTMLElement): string {
  const group = field.closest("fieldset")?.querySelector("legend")?.textContent;
  const label = field.closest(".field")?.querySelector("label")?.textContent;
  return [group, label].filter(Boolean).join(": ");
}
