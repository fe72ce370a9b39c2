/** The dialog that creates a user. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { newUserGrantMutation, Role } from "../__generated__/newUserGrantMutation.graphql";
import type { newUserMutation } from "../__generated__/newUserMutation.graphql";
import { useApiMutation } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { endOf } from "../components/last-day";
import { useTexts } from "../texts/texts";
import { RoleFields } from "./role-fields";

interface NewUserProps {
  readonly connection: string;
  /** Through which the role is granted. */
  readonly clientId: string | undefined;
  readonly onClose: () => void;
  readonly onAdded: (username: string) => void;
}

/** Ask for the names, a password and a first role; others are granted afterwards. */
export function NewUser({ connection, clientId, onClose, onAdded }: NewUserProps) {
  const texts = useTexts();
  const [username, setUsername] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role | "">("");
  const [lastDay, setLastDay] = useState("");
  // Who was made, should the role be refused: the next press grants it alone.
  const [made, setMade] = useState<string | null>(null);
  const { perform, isPending, refusal } = useApiMutation<newUserMutation>(CREATE);
  const grant = useApiMutation<newUserGrantMutation>(GRANT);
  async function create() {
    const named = { username, displayName, password };
    const connections = [connection];
    const userId =
      made ?? (await perform({ input: named, connections }))?.createUser?.user.id ?? null;
    if (userId === null) return;
    setMade(userId);
    if (role !== "" && clientId !== undefined) {
      const input = { userId, clientId, role, expiresAt: endOf(lastDay) };
      if ((await grant.perform({ input })) === null) return;
    }
    onAdded(username);
  }
  return (
    <FormDialog
      title={texts.users.add}
      submitLabel={texts.users.add}
      isPending={isPending || grant.isPending}
      refusal={refusal ?? grant.refusal}
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
      <RoleFields
        roles={{ "": texts.users.noneYet, ...texts.roles }}
        role={role}
        onRole={setRole}
        lastDay={lastDay}
        onLastDay={setLastDay}
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
const GRANT = graphql`
  mutation newUserGrantMutation($input: RoleGrantInput!) {
    grantRole(input: $input) {
      user {
        ...userRow_user
      }
    }
  }
`;
