/** Which role somebody is given: the choice, and under it what whoever has it may do. */
import type { Violation } from "../api/refusal";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";
import { Select } from "./fields";

interface RoleSelectProps<Chosen extends string> {
  readonly label: string;
  readonly value: Chosen;
  readonly onChange: (role: Chosen) => void;
  readonly options: Readonly<Record<Chosen, string>>;
  readonly isRequired?: boolean;
}

/** Show it. */
export function RoleSelect<Chosen extends string>(props: RoleSelectProps<Chosen>) {
  const may: Readonly<Record<string, string | undefined>> = useTexts().roleChoice.may;
  const hint = may[props.value];
  return <Select {...props} path="role" {...(hint === undefined ? {} : { hint })} />;
}

/** Return what a choice lacks that has to be made. */
export function lacksRole(role: string, { roleChoice }: Texts): Violation[] {
  return role === "" ? [{ path: ["role"], rule: "role", message: roleChoice.isMissing }] : [];
}
