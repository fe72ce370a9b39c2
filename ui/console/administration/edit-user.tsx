/** The dialog that changes a user's name and e-mail address. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { editUserMutation } from "../__generated__/editUserMutation.graphql";
import type { userRow_user$data } from "../__generated__/userRow_user.graphql";
import { useSaidMutation } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useTexts } from "../texts/texts";

interface EditUserProps {
  readonly user: userRow_user$data;
  readonly onClose: () => void;
}

/** Ask for what is known of the user; an empty e-mail address takes the known one away. */
export function EditUser({ user, onClose }: EditUserProps) {
  const texts = useTexts();
  const [displayName, setDisplayName] = useState(user.displayName);
  const [email, setEmail] = useState(user.email ?? "");
  const { perform, isPending, refusal } = useSaidMutation<editUserMutation>(UPDATE, "user.updated");
  async function save() {
    const input = { id: user.id, displayName, email: email.trim() === "" ? null : email };
    if ((await perform({ input })) !== null) onClose();
  }
  return (
    <FormDialog
      title={texts.users.editTitle}
      submitLabel={texts.users.save}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextField
        label={texts.users.displayName}
        value={displayName}
        onChange={setDisplayName}
        path="displayName"
        isRequired
        autoFocus
      />
      <TextField
        label={texts.users.email}
        value={email}
        onChange={setEmail}
        path="email"
        type="email"
      />
    </FormDialog>
  );
}

const UPDATE = graphql`
  mutation editUserMutation($input: UpdateUserInput!) {
    updateUser(input: $input) {
      user {
        ...userRow_user
      }
    }
  }
`;
