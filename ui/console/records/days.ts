/** Days on a form that the API cannot read: it would refuse the form for them and name no other fault. */
import type { Violation } from "../api/refusal";
import type { Values } from "./form-values";

const KNOWN = "Known";

/** Return the path of what is known of a date where its day is not, from the path of the day. */
export function knownPath(path: string): string {
  return `${path}${KNOWN}`;
}

/** Return violations by the paths of days, wherever the date was given: it has one field here. */
export function atDays(violations: readonly Violation[]): readonly Violation[] {
  return violations.map((violation) => {
    const name = violation.path.at(-1);
    if (typeof name !== "string" || !name.endsWith(KNOWN)) return violation;
    const path = [...violation.path.slice(0, -1), name.slice(0, -KNOWN.length)];
    return { ...violation, path };
  });
}

/** Return the values of a record, whose dates tell the day twice where it is known, as a form's. */
export function withDatesOnce(values: Values): Values {
  const entries = Object.entries(values).filter(([path]) => {
    return !path.endsWith(KNOWN) || (values[path.slice(0, -KNOWN.length)] ?? "") === "";
  });
  return Object.fromEntries(entries);
}

/** Sent in place of such a day: it lies in the future for ever, so nothing can come of the form. */
const NO_DAY = "9999-12-31";

/** What is wrong with days, by their paths: `date` where a part is missing, `year` in a year. */
export type DayFaults = Readonly<Record<string, "required" | "date" | "year">>;

/** Return what is wrong with the days of a form; `required` are those that the API needs. */
export function dayFaults(
  form: HTMLFormElement,
  values: Values,
  required: readonly string[],
): DayFaults {
  const faults: Record<string, "required" | "date" | "year"> = {};
  for (const [path, known] of Object.entries(values)) {
    const isPartial = path.endsWith(KNOWN) && known !== "";
    // Month and year alone are typed here, and there is no year 0.
    if (isPartial && !/^(?!0000)\d{4}(-\d{2})?$/.test(known)) {
      faults[path.slice(0, -KNOWN.length)] = "year";
    }
  }
  for (const input of form.querySelectorAll<HTMLInputElement>("input[type=date]")) {
    const path = input.dataset.path ?? "";
    // A browser holds back a day that is typed in part, and lets years have six digits.
    if (input.validity.badInput || /^\d{5}/.test(input.value)) faults[path] = "date";
    else if (input.value === "" && required.includes(path)) faults[path] = "required";
  }
  return faults;
}

/** Return the values to send: the server then finds every other fault too. */
export function withoutFaultyDays(values: Values, faults: DayFaults): Values {
  const replaced = Object.keys(faults).flatMap((path) => {
    return [
      [path, NO_DAY],
      [knownPath(path), ""],
    ];
  });
  return { ...values, ...Object.fromEntries(replaced) };
}

/** Return the violations of what was sent, those of faulty days by what is wrong with them. */
export function withDayFaults(
  violations: readonly Violation[],
  faults: DayFaults,
): readonly Violation[] {
  const others = violations.filter(({ path }) => !(path.join(".") in faults));
  const own = Object.entries(faults).map(([path, rule]) => {
    return { path: path.split("."), rule, message: rule };
  });
  return [...others, ...own];
}
