/** One user: what they are called, what they may do, and whether they may come in. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { userRow_user$key } from "../__generated__/userRow_user.graphql";
import type { userRowBlockMutation } from "../__generated__/userRowBlockMutation.graphql";
import type { Role, userRowGrantMutation } from "../__generated__/userRowGrantMutation.graphql";
import type { userRowRevokeMutation } from "../__generated__/userRowRevokeMutation.graphql";
import type { userRowUnblockMutation } from "../__generated__/userRowUnblockMutation.graphql";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { Choice } from "../parts/fields";
import { Trouble } from "../parts/notice";
import { Question } from "../parts/question";
import { TrailLink } from "../parts/trail-link";
import { useTexts } from "../texts/texts";

interface UserRowProps {
  readonly user: userRow_user$key;
  readonly clients: readonly { readonly id: string; readonly name: string }[];
}

/** Shows the user with all that can be done about them. */
export function UserRow({ user, clients }: UserRowProps) {
  const texts = useTexts();
  const told = useFragment(USER, user);
  const [isAsking, ask] = useState(false);
  const block = useAct<userRowBlockMutation>(BLOCK);
  const unblock = useAct<userRowUnblockMutation>(UNBLOCK);
  const revoke = useAct<userRowRevokeMutation>(REVOKE);
  const input = { id: told.id };
  return (
    <li>
      <h2 className="row-title">
        {told.displayName} <span className="faint">{told.username}</span>
      </h2>
      <span className={`badge ${told.isBlocked ? "blocked" : "active"}`}>
        {told.isBlocked ? texts.users.blocked : texts.users.active}
      </span>
      <TrailLink row={told.databaseId} />
      {told.isBlocked ? (
        <Button onPress={() => void unblock.perform({ input })}>{texts.users.unblock}</Button>
      ) : (
        <Button look="danger" onPress={() => ask(true)}>
          {texts.users.block}
        </Button>
      )}
      {told.roles.length === 0 && <p className="faint">{texts.users.noRoles}</p>}
      <ul className="grants" aria-label={texts.users.roles}>
        {told.roles.map(({ role, client }) => (
          <li key={role + client.id}>
            {texts.roles[role]}{" "}
            <span className="faint">
              {texts.users.throughClient} {client.name}
            </span>{" "}
            <Button
              look="quiet"
              aria-label={`${texts.users.revoke}: ${texts.roles[role]}, ${told.displayName}`}
              onPress={() =>
                void revoke.perform({ input: { userId: told.id, clientId: client.id, role } })
              }
            >
              {texts.users.revoke}
            </Button>
          </li>
        ))}
      </ul>
      <Grant userId={told.id} clients={clients} />
      <Trouble refusal={block.refusal ?? unblock.refusal ?? revoke.refusal} />
      {isAsking && (
        <Question
          title={texts.users.blockTitle}
          words={texts.users.blockWords(told.displayName)}
          yes={texts.users.block}
          onYes={() => {
            ask(false);
            void block.perform({ input });
          }}
          onNo={() => ask(false)}
        />
      )}
    </li>
  );
}

function Grant({ userId, clients }: { userId: string; clients: UserRowProps["clients"] }) {
  const texts = useTexts();
  const [role, setRole] = useState<Role>("NHS_REVIEWER");
  const [clientId, setClientId] = useState(clients[0]?.id ?? "");
  const { perform, refusal, isUnderWay } = useAct<userRowGrantMutation>(GRANT);
  return (
    <details>
      <summary>{texts.users.grant}</summary>
      <div className="filters">
        <Choice label={texts.users.role} value={role} onChange={setRole} options={texts.roles} />
        <Choice
          label={texts.users.client}
          value={clientId}
          onChange={setClientId}
          options={Object.fromEntries(clients.map((client) => [client.id, client.name]))}
        />
        <Button
          isDisabled={isUnderWay}
          onPress={() => void perform({ input: { userId, clientId, role } })}
        >
          {texts.users.grant}
        </Button>
      </div>
      <Trouble refusal={refusal} />
    </details>
  );
}

const USER = graphql`
  fragment userRow_user on User {
    id
    databaseId
    username
    displayName
    isBlocked
    roles {
      role
      client {
        id
        name
      }
    }
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
const REVOKE = graphql`
  mutation userRowRevokeMutation($input: RoleGrantInput!) {
    revokeRole(input: $input) {
      user {
        ...userRow_user
      }
    }
  }
`;
