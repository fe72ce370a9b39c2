/** The fields of each declaration in the order of its form, by the paths of the API's input. */

import type { Texts } from "../texts/english";
import { knownPath } from "./days";
import type { Values } from "./form-values";

type Label = keyof Texts["records"];

/** A person on the form: their path in the input, and whether they are required. */
export interface PersonSection {
  readonly path: string;
  readonly label: Label;
  readonly isRequired: boolean;
  readonly isChild?: boolean;
  /** Whether it is shown who of those on record is similar, as it is not for witnesses. */
  readonly isCompared?: boolean;
  /** Whether it is said on the form that nobody is named. */
  readonly mayBeUnstated?: boolean;
}

/** A field of the event itself. */
export interface EventField {
  readonly path: string;
  readonly label: Label;
  readonly isRequired: boolean;
  readonly isDate?: boolean;
  /** Whether places are offered that are on record. */
  readonly isPlace?: boolean;
  /** Whether the month or the year is enough. */
  readonly mayBePartial?: boolean;
}

export interface FormDefinition {
  readonly event: readonly EventField[];
  readonly people: readonly PersonSection[];
}

export type Kind = "BIRTH" | "DEATH" | "MARRIAGE";

/** After so many days a declaration needs the reason why it is late (rule C3); `declaration_checks.py` has it. */
export const LATE_DAYS = 365;

/** The path of that reason. */
export const LATE = "lateRegistrationReason";

const late: EventField = {
  path: LATE,
  label: "lateRegistrationReason",
  isRequired: false,
};

export const forms: Readonly<Record<Kind, FormDefinition>> = {
  BIRTH: {
    people: [
      { path: "child", label: "child", isRequired: true, isChild: true, isCompared: true },
      { path: "mother", label: "mother", isRequired: false, isCompared: true, mayBeUnstated: true },
      { path: "father", label: "father", isRequired: false, isCompared: true, mayBeUnstated: true },
    ],
    event: [{ path: "placeOfBirth", label: "placeOfBirth", isRequired: true, isPlace: true }, late],
  },
  DEATH: {
    people: [{ path: "deceased", label: "deceased", isRequired: true, isCompared: true }],
    event: [
      {
        path: "dateOfDeath",
        label: "dateOfDeath",
        isRequired: true,
        isDate: true,
        mayBePartial: true,
      },
      { path: "placeOfDeath", label: "placeOfDeath", isRequired: true, isPlace: true },
      { path: "causeOfDeath", label: "causeOfDeath", isRequired: false },
      late,
    ],
  },
  MARRIAGE: {
    people: [
      { path: "spouses.0", label: "spouse", isRequired: true, isCompared: true },
      { path: "spouses.1", label: "spouse", isRequired: true, isCompared: true },
      { path: "witnesses.0", label: "witness", isRequired: true },
      { path: "witnesses.1", label: "witness", isRequired: true },
      { path: "witnesses.2", label: "witness", isRequired: false },
    ],
    event: [
      { path: "dateOfMarriage", label: "dateOfMarriage", isRequired: true, isDate: true },
      { path: "placeOfMarriage", label: "placeOfMarriage", isRequired: true, isPlace: true },
    ],
  },
};

/** Return the paths of texts that the API requires: a blank one is sent as blank. */
export function requiredTexts({ event }: FormDefinition): readonly string[] {
  const fields = event
    .filter(({ isRequired, isDate }) => isRequired && !isDate)
    .map(({ path }) => path);
  return [...fields, "informant.relationship"];
}

/** Return the sections of the input that the API requires, filled in or not. */
export function requiredSections({ people }: FormDefinition): readonly string[] {
  const required = people.filter(({ isRequired }) => isRequired).map(({ path }) => path);
  return ["", "informant", ...required];
}

/** Return the paths of the days that the API takes no request without. */
export function requiredDays({ event }: FormDefinition): readonly string[] {
  return event
    .filter(({ isRequired, isDate, mayBePartial }) => isRequired && isDate && !mayBePartial)
    .map(({ path }) => path);
}

/** Return whether a form lacks something without which the API takes none of its kind. */
export function isIncomplete(form: FormDefinition, values: Values): boolean {
  const isBlank = (path: string) => (values[path] ?? "").trim() === "";
  const days = form.event.filter(({ isRequired, isDate }) => isRequired && isDate);
  const people = form.people.filter(({ isRequired }) => isRequired);
  return (
    requiredTexts(form).some(isBlank) ||
    days.some(({ path }) => isBlank(path) && isBlank(knownPath(path))) ||
    people.some(({ path }) => isBlank(`${path}.firstName`) && isBlank(`${path}.lastName`)) ||
    people.some(({ path, isChild }) => isChild === true && isBlank(`${path}.birthDate`))
  );
}

/** Return the title of a person's section; where there are several of them, they are numbered. */
export function titleOf({ path, label }: PersonSection, texts: Texts): string {
  const index = /\.(\d+)$/.exec(path)?.[1];
  const title = texts.records[label] as string;
  return index === undefined ? title : `${title} ${Number(index) + 1}`;
}
