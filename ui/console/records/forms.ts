/** What each declaration asks for, in the order of its form, by the paths of the API's input. */
import type { Texts } from "../texts/english";

type Label = keyof Texts["records"];

/** A person on the form: where the input has them, and whether they must be there. */
export interface Somebody {
  readonly path: string;
  readonly label: Label;
  readonly isRequired: boolean;
  readonly isChild?: boolean;
}

/** A fact of the event itself. */
export interface Said {
  readonly path: string;
  readonly label: Label;
  readonly isRequired: boolean;
  readonly isDate?: boolean;
}

export interface DeclarationForm {
  readonly event: readonly Said[];
  readonly people: readonly Somebody[];
}

export type Kind = "BIRTH" | "DEATH" | "MARRIAGE";

const late: Said = { path: "lateRegistrationReason", label: "lateReason", isRequired: false };

export const forms: Readonly<Record<Kind, DeclarationForm>> = {
  BIRTH: {
    people: [
      { path: "child", label: "child", isRequired: true, isChild: true },
      { path: "mother", label: "mother", isRequired: false },
      { path: "father", label: "father", isRequired: false },
    ],
    event: [{ path: "placeOfBirth", label: "placeOfBirth", isRequired: true }, late],
  },
  DEATH: {
    people: [{ path: "deceased", label: "deceased", isRequired: true }],
    event: [
      { path: "dateOfDeath", label: "dateOfDeath", isRequired: true, isDate: true },
      { path: "placeOfDeath", label: "placeOfDeath", isRequired: true },
      { path: "causeOfDeath", label: "causeOfDeath", isRequired: false },
      late,
    ],
  },
  MARRIAGE: {
    people: [
      { path: "spouses.0", label: "spouse", isRequired: true },
      { path: "spouses.1", label: "spouse", isRequired: true },
      { path: "witnesses.0", label: "witness", isRequired: true },
      { path: "witnesses.1", label: "witness", isRequired: true },
      { path: "witnesses.2", label: "witness", isRequired: false },
    ],
    event: [
      { path: "dateOfMarriage", label: "dateOfMarriage", isRequired: true, isDate: true },
      { path: "placeOfMarriage", label: "placeOfMarriage", isRequired: true },
    ],
  },
};

/** The texts that the API's input cannot be without, so that a blank one is sent as blank. */
export function requiredTexts({ event, people }: DeclarationForm): readonly string[] {
  const facts = event.filter((said) => said.isRequired && !said.isDate).map(({ path }) => path);
  const names = people.flatMap(({ path }) => [`${path}.firstName`, `${path}.lastName`]);
  const informant = ["firstName", "lastName"].map((name) => `informant.individual.${name}`);
  return [...facts, ...names, "informant.relationship", ...informant];
}

/** The parts of the input that must be there, said or not. */
export function neededSections({ people }: DeclarationForm): readonly string[] {
  const needed = people.filter(({ isRequired }) => isRequired).map(({ path }) => path);
  return ["", "informant", ...needed];
}
