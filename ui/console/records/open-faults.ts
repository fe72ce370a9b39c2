/** Which faults of a declaration are still to be mended, by what has changed since it was refused. */
import type { Violation } from "../api/refusal";
import { knownPath } from "./days";
import type { Values } from "./form-values";

/** What else a rule compares with the value that it names: where that changes, the fault may go. */
const compared: Readonly<Record<string, readonly string[]>> = {
  older_than_the_child: ["child.birthDate"],
  before_the_death: ["dateOfDeath"],
  born_before_the_death: ["dateOfDeath"],
  old_enough: ["dateOfMarriage"],
  multiple_birth: ["multipleBirth"],
};
const LATE_REASON = "lateRegistrationReason";
const EVENT_DAYS = ["child.birthDate", "dateOfDeath"];

/** Return the violations about whose values nothing has changed since they were sent. */
export function openViolations(
  violations: readonly Violation[],
  sent: Values,
  now: Values,
): readonly Violation[] {
  return violations.filter((violation) => {
    const paths = pathsOf(violation, sent);
    return !Object.keys({ ...sent, ...now }).some(
      (path) =>
        paths.some((it) => isWithin(path, it)) && trimmed(sent, path) !== trimmed(now, path),
    );
  });
}

/** Return the paths of all values that a violation is about. */
function pathsOf({ path, rule }: Violation, sent: Values): readonly string[] {
  const own = path.join(".");
  if (rule === "different" && own.endsWith(".nationalId")) {
    return Object.keys(sent).filter(
      (it) => it.endsWith(".nationalId") && trimmed(sent, it) === trimmed(sent, own),
    );
  }
  if (rule === "different") return [own.replace(/\.\d+$/, "")];
  if (own === LATE_REASON) return [own, ...EVENT_DAYS];
  return [own, ...(compared[rule] ?? [])];
}

function isWithin(path: string, section: string): boolean {
  return path === section || path === knownPath(section) || path.startsWith(`${section}.`);
}

function trimmed(values: Values, path: string): string {
  return (values[path] ?? "").trim();
}
