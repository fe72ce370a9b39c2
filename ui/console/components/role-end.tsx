/** The dialog that says until when a role holds that somebody has. */
import { useState } from "react";
import type { Refusal } from "../api/refusal";
import { TextField } from "./fields";
import { FormDialog } from "./form-dialog";
import { endOf, lastDayBefore } from "./last-day";

interface RoleEndProps {
  readonly title: string;
  readonly explanation?: string;
  readonly label: string;
  /** What is said of a day as it is chosen; of none where it is empty. */
  readonly hintOf?: (day: string) => string;
  readonly submitLabel: string;
  /** When it ends as it is; null where it holds for good. */
  readonly until: string | null;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
  readonly onSave: (expiresAt: string | null) => void;
  readonly onClose: () => void;
}

/** Ask for the last day of a role that is held; without one it holds for good again. */
export function RoleEnd({ label, hintOf, until, onSave, ...dialog }: RoleEndProps) {
  const [day, setDay] = useState(lastDayBefore(until ?? "") ?? "");
  return (
    <FormDialog {...dialog} onSubmit={() => onSave(endOf(day))}>
      <TextField
        label={label}
        {...(hintOf === undefined ? {} : { hint: hintOf(day) })}
        type="date"
        value={day}
        onChange={setDay}
        path="expiresAt"
        autoFocus
      />
    </FormDialog>
  );
}
