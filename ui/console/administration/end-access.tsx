/** The dialog that ends all that somebody who has left may do, and shows afterwards that nothing is left. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { endAccess_user$key } from "../__generated__/endAccess_user.graphql";
import type { endAccessBlockMutation } from "../__generated__/endAccessBlockMutation.graphql";
import type { endAccessRevokeMutation } from "../__generated__/endAccessRevokeMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { RefusalNotice } from "../components/notice";
import { useAccountTexts } from "../texts/account-texts";
import { useFormats, useTexts } from "../texts/texts";

interface Access {
  readonly isBlocked: boolean;
  readonly openSessions: number | null | undefined;
  readonly roles: readonly unknown[];
}

/** Return whether a user can neither sign in nor do anything. */
export function isWithoutAccess({ isBlocked, openSessions, roles }: Access): boolean {
  return isBlocked && openSessions === 0 && roles.length === 0;
}

interface EndAccessProps {
  readonly user: endAccess_user$key;
  readonly onClose: () => void;
}

/** Ask, then block them, which ends their sessions, and take every role; what is refused can be tried again. */
export function EndAccess({ user: key, onClose }: EndAccessProps) {
  const texts = useTexts();
  const { leaving: labels } = useAccountTexts();
  const { number } = useFormats();
  const user = useFragment(USER, key);
  const block = useApiMutation<endAccessBlockMutation>(BLOCK);
  const revoke = useApiMutation<endAccessRevokeMutation>(REVOKE);
  const [isAtWork, setIsAtWork] = useState(false);
  async function endAll() {
    setIsAtWork(true);
    let isDone = (await block.perform({ input: { id: user.id } })) !== null;
    for (const { role, client, organisation } of user.roles) {
      if (!isDone) break;
      const organisationId = organisation?.id ?? null;
      const input = { userId: user.id, clientId: client.id, role, organisationId };
      isDone = (await revoke.perform({ input })) !== null;
    }
    setIsAtWork(false);
  }
  const isOver = isWithoutAccess(user);
  return (
    <Dialog
      title={isOver ? labels.ended(user.displayName) : labels.endAllTitle(user.displayName)}
      onClose={onClose}
      isAlert
    >
      {isOver ? (
        <>
          <p role="status">
            <strong>{labels.noAccess}</strong>
          </p>
          <p>{labels.isFree}</p>
          <p>
            <Link href={`/trail?user=${user.databaseId}`}>{texts.trail.ofAccount}</Link>
          </p>
        </>
      ) : (
        <>
          <p>{labels.endAllExplanation}</p>
          <ul>
            <li>{labels.sessions(number(user.openSessions ?? 0))}</li>
            {user.roles.map(({ role, client, organisation }) => (
              <li key={`${role} ${client.id} ${organisation?.id ?? ""}`}>
                {texts.roles[role]} <bdi>{organisation?.name}</bdi>
              </li>
            ))}
          </ul>
          <p>{labels.inHand}</p>
        </>
      )}
      <RefusalNotice refusal={block.refusal ?? revoke.refusal} />
      <div className="actions">
        {!isOver && (
          <Button variant="danger" isDisabled={isAtWork} onPress={() => void endAll()}>
            {labels.endAll}
          </Button>
        )}
        <Button autoFocus onPress={onClose}>
          {isOver ? texts.shell.close : texts.shell.cancel}
        </Button>
      </div>
    </Dialog>
  );
}

const USER = graphql`
  fragment endAccess_user on User {
    id
    databaseId
    displayName
    isBlocked
    openSessions
    roles {
      role
      organisation {
        id
        name
      }
      client {
        id
      }
    }
  }
`;
const BLOCK = graphql`
  mutation endAccessBlockMutation($input: UserIdInput!) {
    blockUser(input: $input) {
      user {
        ...endAccess_user
        ...userRow_user
      }
    }
  }
`;
const REVOKE = graphql`
  mutation endAccessRevokeMutation($input: RoleGrantInput!) {
    revokeRole(input: $input) {
      user {
        ...endAccess_user
        ...userRow_user
      }
    }
  }
`;
