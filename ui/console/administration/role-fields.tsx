/** Which role somebody is given, where it holds and until which day: the fields of each dialog that grants one. */
import { TextField } from "../components/fields";
import { RoleSelect } from "../components/role-select";
import { useTexts } from "../texts/texts";
import { type RolePlace, RolePlaceFields } from "./role-place";

interface RoleFieldsProps<Chosen extends string> {
  /** What may be chosen; the empty one is no role, which has no last day. */
  readonly roles: Readonly<Record<Chosen, string>>;
  readonly role: Chosen;
  readonly isRequired?: boolean;
  readonly onRole: (role: Chosen) => void;
  readonly place: RolePlace;
  readonly onPlace: (place: RolePlace) => void;
  readonly lastDay: string;
  readonly onLastDay: (day: string) => void;
}

/** Show them. */
export function RoleFields<Chosen extends string>(props: RoleFieldsProps<Chosen>) {
  const { users } = useTexts();
  const { roles, role, onRole, place, onPlace, lastDay, onLastDay } = props;
  return (
    <>
      <RoleSelect
        label={users.role}
        value={role}
        onChange={onRole}
        options={roles}
        isRequired={props.isRequired ?? false}
      />
      <RolePlaceFields role={role} place={place} onPlace={onPlace} />
      {role !== "" && (
        <TextField
          label={users.lastDay}
          type="date"
          value={lastDay}
          onChange={onLastDay}
          path="expiresAt"
        />
      )}
    </>
  );
}
