/** The dialog that creates a user. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { newUserMutation } from "../__generated__/newUserMutation.graphql";
import { useApiMutation } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useTexts } from "../texts/texts";

/** Ask for the names and a password; roles are granted afterwards. */
export function NewUser({ connection, onClose }: { connection: string; onClose: () => void }) {
  const texts = useTexts();
  const [username, setUsername] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [password, setPassword] = useState("");
  const { perform, isPending, refusal } = useApiMutation<newUserMutation>(CREATE);
  async function create() {
    const input = { username, displayName, password };
    if ((await perform({ input, connections: [connection] })) !== null) onClose();
  }
  return (
    <FormDialog
      title={texts.users.add}
      submitLabel={texts.users.add}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      <TextField
        label={texts.users.username}
        value={username}
        onChange={setUsername}
        path="username"
        isRequired
        autoFocus
      />
      <TextField
        label={texts.users.displayName}
        value={displayName}
        onChange={setDisplayName}
        path="displayName"
        isRequired
      />
      <TextField
        label={texts.users.password}
        hint={texts.users.passwordHint}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        path="password"
        isRequired
      />
    </FormDialog>
  );
}

const CREATE = graphql`
  mutation newUserMutation($input: CreateUserInput!, $connections: [ID!]!) {
    createUser(input: $input) {
      user @appendNode(connections: $connections, edgeTypeName: "UserEdge") {
        id
        ...userRow_user
      }
    }
  }
`;
