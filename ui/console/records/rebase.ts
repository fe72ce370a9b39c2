/** What was typed into a form whose record somebody else has changed meanwhile. */

import { knownPath } from "./days";
import type { Kind } from "./declaration-forms";
import { INFORMANT_IS, isChoice, type Values } from "./form-values";
import { informants, inStepFields, RELATIONSHIP } from "./informant";

/** The versions of a form: as it began, as the record is now, and what was typed. */
interface Versions {
  readonly began: Values;
  readonly now: Values;
  readonly typed: Values;
}

/**
 * Return what the record says now, with what was typed over it.
 *
 * Whatever was not typed comes from the record, so that nobody undoes what they have not seen.
 */
export function rebased(kind: Kind, { began, now, typed }: Versions): Values {
  const carried = changedPaths(began, typed).flatMap((path) => {
    return [path, knownPath(path)].map((it) => [it, typed[it] ?? ""] as const);
  });
  const ticks = Object.entries(typed).filter(([path]) => isChoice(path));
  const values = { ...now, ...Object.fromEntries([...carried, ...ticks]) };
  delete values[INFORMANT_IS];
  return { ...values, ...informantAgain(kind, { began, now: values, typed }) };
}

/** Return the paths that were typed and that the record says otherwise now, the day of a date once. */
export function contestedPaths({ began, now, typed }: Versions): readonly string[] {
  const differ = new Set(changedPaths(now, typed));
  const changed = new Set(changedPaths(began, now));
  return changedPaths(began, typed).filter((path) => differ.has(path) && changed.has(path));
}

/** Return the values of an informant who is on the form: what was copied follows its source. */
function informantAgain(kind: Kind, { began, now, typed }: Versions): Values {
  const person = typed[INFORMANT_IS] ?? "";
  if (!(person in informants[kind])) return {};
  const changed = new Set(changedPaths(began, typed));
  const isChosen = changed.has(RELATIONSHIP);
  const copied = inStepFields(now, person).filter(([path]) => isChosen || changed.has(dayOf(path)));
  return Object.fromEntries(copied);
}

/** Return the paths whose values differ; a date, which has two fields, is one. */
function changedPaths(one: Values, other: Values): readonly string[] {
  const paths = [...Object.keys(one), ...Object.keys(other)].filter((it) => !isChoice(it));
  const differs = (path: string) => (one[path] ?? "").trim() !== (other[path] ?? "").trim();
  return [...new Set(paths.filter(differs).map(dayOf))];
}

function dayOf(path: string): string {
  return path.endsWith(knownPath("")) ? path.slice(0, -knownPath("").length) : path;
}
