/** One user of the list: their names, their roles, and whether they are blocked. */

import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { userRow_user$key } from "../__generated__/userRow_user.graphql";
import type { userRowBlockMutation } from "../__generated__/userRowBlockMutation.graphql";
import type { Role, userRowGrantMutation } from "../__generated__/userRowGrantMutation.graphql";
import type { userRowUnblockMutation } from "../__generated__/userRowUnblockMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { Select, TextField } from "../components/fields";
import { RefusalNotice } from "../components/notice";
import type { RowPlace } from "../components/rows";
import { Status } from "../components/status";
import { UserTrailLinks } from "../components/trail-link";
import { useTexts } from "../texts/texts";
import { DeleteUser } from "./delete-user";
import { EditUser } from "./edit-user";
import { endOf } from "./last-day";
import { LastUsed } from "./last-used";
import { RemoveSecondFactor } from "./remove-second-factor";
import { ResetPassword } from "./reset-password";
import { UserGrants } from "./user-grants";
import { UserPerson } from "./user-person";

interface UserRowProps {
  readonly user: userRow_user$key;
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly place: RowPlace;
}

/** Show the user and the actions on them. */
export function UserRow({ user: key, clients, place }: UserRowProps) {
  const texts = useTexts();
  const user = useFragment(USER, key);
  const [dialog, setDialog] = useState<"block" | "edit" | null>(null);
  const block = useApiMutation<userRowBlockMutation>(BLOCK);
  const unblock = useApiMutation<userRowUnblockMutation>(UNBLOCK);
  const input = { id: user.id };
  return (
    <li {...place}>
      <h2 className="row-title">
        <bdi>{user.displayName}</bdi> <bdi className="faint">{user.username}</bdi>
      </h2>
      <Status of={user.isBlocked ? "BLOCKED" : "ACTIVE"}>
        {user.isBlocked ? texts.users.blocked : texts.users.active}
      </Status>
      <UserTrailLinks user={user.databaseId} />
      {user.email != null && <p className="faint">{user.email}</p>}
      <LastUsed at={user.lastUsedAt} />
      <UserGrants user={user} />
      <GrantRole userId={user.id} clients={clients} />
      <div className="actions">
        <Button onPress={() => setDialog("edit")}>{texts.users.edit}</Button>
        <ResetPassword id={user.id} name={user.displayName} />
        <RemoveSecondFactor user={user} />
        <UserPerson user={user} />
        <DeleteUser id={user.id} name={user.displayName} />
        {user.isBlocked ? (
          <Button isDisabled={unblock.isPending} onPress={() => void unblock.perform({ input })}>
            {texts.users.unblock}
          </Button>
        ) : (
          <Button variant="danger" onPress={() => setDialog("block")}>
            {texts.users.block}
          </Button>
        )}
      </div>
      <RefusalNotice refusal={block.refusal ?? unblock.refusal} />
      {dialog === "edit" && <EditUser user={user} onClose={() => setDialog(null)} />}
      {dialog === "block" && (
        <ConfirmDialog
          title={texts.users.blockTitle}
          explanation={texts.users.blockExplanation(user.displayName)}
          confirmLabel={texts.users.block}
          onConfirm={() => {
            setDialog(null);
            void block.perform({ input });
          }}
          onCancel={() => setDialog(null)}
          isRisky
        />
      )}
    </li>
  );
}

function GrantRole({ userId, clients }: { userId: string; clients: UserRowProps["clients"] }) {
  const texts = useTexts();
  const [role, setRole] = useState<Role>("NHS_REVIEWER");
  const [clientId, setClientId] = useState(clients[0]?.id ?? "");
  const [lastDay, setLastDay] = useState("");
  const { perform, refusal, isPending } = useApiMutation<userRowGrantMutation>(GRANT);
  return (
    <details>
      <summary>{texts.users.grant}</summary>
      <div className="filters">
        <Select label={texts.users.role} value={role} onChange={setRole} options={texts.roles} />
        <Select
          label={texts.users.client}
          value={clientId}
          onChange={setClientId}
          options={Object.fromEntries(clients.map((client) => [client.id, client.name]))}
        />
        <TextField label={texts.users.lastDay} type="date" value={lastDay} onChange={setLastDay} />
        <Button
          isDisabled={isPending}
          onPress={() =>
            void perform({ input: { userId, clientId, role, expiresAt: endOf(lastDay) } })
          }
        >
          {texts.users.grant}
        </Button>
      </div>
      <RefusalNotice refusal={refusal} />
    </details>
  );
}

const USER = graphql`
  fragment userRow_user on User {
    id
    databaseId
    username
    displayName
    email
    isBlocked
    lastUsedAt
    ...removeSecondFactor_user
    ...userPerson_user
    ...userGrants_user
  }
`;
const BLOCK = graphql`
  mutation userRowBlockMutation($input: UserIdInput!) {
    blockUser(input: $input) {
      user {
        ...userRow_user
      }
    }
  }
`;
const UNBLOCK = graphql`
  mutation userRowUnblockMutation($input: UserIdInput!) {
    unblockUser(input: $input) {
      user {
        ...userRow_user
      }
    }
  }
`;
const GRANT = graphql`
  mutation userRowGrantMutation($input: RoleGrantInput!) {
    grantRole(input: $input) {
      user {
        ...userRow_user
      }
    }
  }
`;
