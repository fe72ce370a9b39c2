/** Days on a form that the API cannot read: it would refuse the form for them and name no other fault. */
import type { Violation } from "../api/refusal";
import type { Values } from "./form-values";

/** Sent in place of such a day: it lies in the future for ever, so nothing can come of the form. */
const NO_DAY = "9999-12-31";

/** What is wrong with days, by their paths: `required`, or `date` where a part is missing. */
export type DayFaults = Readonly<Record<string, "required" | "date">>;

/** Return what is wrong with the days of a form; `required` are those that the API needs. */
export function dayFaults(form: HTMLFormElement, required: readonly string[]): DayFaults {
  const faults: Record<string, "required" | "date"> = {};
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
  return { ...values, ...Object.fromEntries(Object.keys(faults).map((path) => [path, NO_DAY])) };
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
