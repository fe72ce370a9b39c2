/** Which role somebody is given, and until which day: the fields of each dialog that grants one. */
import { Select, TextField } from "../components/fields";
import { useTexts } from "../texts/texts";

interface RoleFieldsProps<Chosen extends string> {
  /** What may be chosen; the empty one is no role, which has no last day. */
  readonly roles: Readonly<Record<Chosen, string>>;
  readonly role: Chosen;
  readonly onRole: (role: Chosen) => void;
  readonly lastDay: string;
  readonly onLastDay: (day: string) => void;
}

/** Show them. */
export function RoleFields<Chosen extends string>(props: RoleFieldsProps<Chosen>) {
  const { users } = useTexts();
  const { roles, role, onRole, lastDay, onLastDay } = props;
  return (
    <>
      <Select label={users.role} value={role} onChange={onRole} options={roles} />
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
