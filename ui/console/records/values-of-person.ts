/** What a form would say of somebody who is on record: nothing is filled in by itself. */
import { knownPath } from "./days";
import type { Values } from "./form-values";

/** What the registry says of them. */
export interface OnRecord {
  readonly firstName: string | null | undefined;
  readonly secondName: string | null | undefined;
  readonly lastName: string | null | undefined;
  readonly birthDate: string | null | undefined;
  readonly birthDateKnown: string | null | undefined;
  readonly gender: string;
  readonly nationalId?: string | null | undefined;
}

/** Return the values at the path of a person; what the registry does not know stays as it is. */
export function valuesOfPerson(person: OnRecord, path: string): Values {
  const { firstName, secondName, lastName, birthDate, birthDateKnown, gender, nationalId } = person;
  const born =
    birthDateKnown == null
      ? {}
      : {
          [`${path}.birthDate`]: birthDate ?? "",
          [knownPath(`${path}.birthDate`)]: birthDate == null ? birthDateKnown : "",
        };
  return {
    [`${path}.firstName`]: firstName ?? "",
    ...(secondName == null ? {} : { [`${path}.secondName`]: secondName }),
    [`${path}.lastName`]: lastName ?? "",
    ...born,
    ...(gender === "UNKNOWN" ? {} : { [`${path}.gender`]: gender }),
    ...(nationalId == null ? {} : { [`${path}.nationalId`]: nationalId }),
  };
}

/** Return whether a form says all of it already. */
export function isTaken(theirs: Values, values: Values): boolean {
  return Object.entries(theirs).every(([at, value]) => (values[at] ?? "") === value);
}
