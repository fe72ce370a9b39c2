/** Who of a form the informant is: chosen once, and kept in step as the form is filled. */
import type { Kind } from "./declaration-forms";
import { INFORMANT_IS, type Values } from "./form-values";

const INFORMANT = "informant.individual";
export const RELATIONSHIP = "informant.relationship";
const FIELDS = [
  "firstName",
  "secondName",
  "lastName",
  "birthDate",
  "birthDateKnown",
  "gender",
  "nationalId",
];

/** What an informant who is on the form is to those whom it is about, by their paths. */
export const informants: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  BIRTH: { mother: "MOTHER", father: "FATHER" },
  DEATH: {},
  MARRIAGE: { "spouses.0": "SPOUSE", "spouses.1": "SPOUSE" },
};

/** Return the path of whom the informant is: who was chosen, or whose values they have; or none. */
export function informantIs(kind: Kind, values: Values): string {
  const isAlike = (path: string) =>
    FIELDS.every((name) => at(values, path, name) === at(values, INFORMANT, name));
  return values[INFORMANT_IS] ?? theOne(kind, values, isAlike);
}

/**
 * Return the same of what a record says, which may name the mother as its informant and say no more of her.
 *
 * What it leaves out of the informant stays so: a correction of something else adds nothing.
 */
export function informantOnRecord(kind: Kind, values: Values): string {
  const agrees = (path: string) =>
    FIELDS.every((name) => ["", at(values, path, name)].includes(at(values, INFORMANT, name)));
  return values[INFORMANT_IS] ?? theOne(kind, values, agrees);
}

/** Return the path of the one person of the relationship who fits; none where several do. */
function theOne(kind: Kind, values: Values, fits: (path: string) => boolean): string {
  const found = Object.entries(informants[kind]).filter(
    ([path, relationship]) =>
      values[RELATIONSHIP] === relationship &&
      FIELDS.some((name) => at(values, path, name) !== "") &&
      fits(path),
  );
  const [first] = found;
  return found.length === 1 && first !== undefined ? first[0] : "";
}

/** Return what changes when somebody is chosen, or nobody: then the relationship is asked for anew. */
export function chooseInformant(kind: Kind, values: Values, path: string): Values {
  const relationship = informants[kind][path];
  if (relationship === undefined) {
    const wasChosen = informantOnRecord(kind, values) !== "";
    return { [INFORMANT_IS]: "", ...(wasChosen ? { [RELATIONSHIP]: "" } : {}) };
  }
  return { [INFORMANT_IS]: path, [RELATIONSHIP]: relationship, ...copied(values, path) };
}

/**
 * Return the changes of a form with those that follow from them.
 *
 * What changes of whoever the informant is changes of the informant; who changes the informant's own
 * fields says that they are somebody else.
 */
export function inStep(kind: Kind, values: Values, changes: Values): Values {
  const path = informantIs(kind, values);
  if (path === "" || INFORMANT_IS in changes) return changes;
  if (Object.keys(changes).some((it) => it.startsWith("informant.") && isOwn(it))) {
    return { ...changes, [INFORMANT_IS]: "" };
  }
  return { ...changes, [INFORMANT_IS]: path, ...copied({ ...values, ...changes }, path) };
}

/** Return whether a field says who the informant is; how to reach them does not. */
function isOwn(path: string): boolean {
  return path === RELATIONSHIP || path.startsWith(`${INFORMANT}.`);
}

function copied(values: Values, path: string): Values {
  return Object.fromEntries(inStepFields(values, path));
}

/** Return the informant's fields with what whoever is at `path` has in them. */
export function inStepFields(values: Values, path: string): readonly (readonly [string, string])[] {
  return FIELDS.map((name) => [`${INFORMANT}.${name}`, at(values, path, name)]);
}

function at(values: Values, path: string, name: string): string {
  return values[`${path}.${name}`] ?? "";
}
