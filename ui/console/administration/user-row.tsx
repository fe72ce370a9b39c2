/** One user of the list: their names, their roles, and what may be done with them. */
import { Suspense, useState } from "react";
import { graphql, useFragment } from "react-relay";
import { useLocation } from "wouter";
import type { userRow_user$key } from "../__generated__/userRow_user.graphql";
import type { userRowBlockMutation } from "../__generated__/userRowBlockMutation.graphql";
import type { userRowUnblockMutation } from "../__generated__/userRowUnblockMutation.graphql";
import { FailedSignIns } from "../account/failed-sign-ins";
import { useSaidMutation } from "../api/queries";
import type { Act } from "../components/acts";
import { ActsMenu } from "../components/acts-menu";
import { Breakable } from "../components/breakable";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { RefusalNotice } from "../components/notice";
import type { RowPlace } from "../components/rows";
import { Status } from "../components/status";
import { useViewer } from "../shell/viewer";
import { useAccountTexts } from "../texts/account-texts";
import { useTexts } from "../texts/texts";
import { DeleteUser } from "./delete-user";
import { EditUser } from "./edit-user";
import { EndAccess, isWithoutAccess } from "./end-access";
import { GrantRole } from "./grant-role";
import { LastUsed } from "./last-used";
import { RemoveSecondFactor } from "./remove-second-factor";
import { ResetPassword } from "./reset-password";
import { useUserGrants } from "./user-grants";
import { IsPerson, SetUserPerson } from "./user-person";

interface UserRowProps {
  readonly user: userRow_user$key;
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly place: RowPlace;
}

type Dialog = "end" | "block" | "edit" | "grant" | "reset" | "factor" | "person" | "delete";

/** Show the user; all but the act that is used most is in a menu. */
export function UserRow({ user: key, clients, place }: UserRowProps) {
  const texts = useTexts();
  const { secondFactor, leaving } = useAccountTexts();
  const user = useFragment(USER, key);
  const viewer = useViewer();
  const [, navigate] = useLocation();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const grants = useUserGrants(user);
  const block = useSaidMutation<userRowBlockMutation>(BLOCK, "user.blocked");
  const unblock = useSaidMutation<userRowUnblockMutation>(UNBLOCK, "user.unblocked");
  const input = { id: user.id };
  const asking = (name: string, onAct: Dialog, isRisky = false): Act => {
    return { name, onAct: () => setDialog(onAct), isRisky };
  };
  const blocking: Act = user.isBlocked
    ? { name: texts.users.unblock, onAct: () => void unblock.perform({ input }) }
    : asking(texts.users.block, "block", true);
  const trail = (filter: string) => () => navigate(`/trail?${filter}=${user.databaseId}`);
  const acts: Act[] = [
    ...grants.acts,
    asking(texts.users.edit, "edit"),
    asking(texts.users.setPerson, "person"),
    { name: texts.trail.byThem, onAct: trail("actorId") },
    { name: texts.trail.ofAccount, onAct: trail("user") },
    asking(texts.users.reset, "reset"),
    ...(user.secondFactorSince == null ? [] : [asking(secondFactor.take, "factor", true)]),
    blocking,
    asking(texts.users.delete, "delete", true),
  ];
  const onClose = () => setDialog(null);
  const hasNoAccess = isWithoutAccess(user);
  const mayEnd = user.id !== viewer.id && !hasNoAccess;
  return (
    <li {...place}>
      <h2 className="row-title">
        <bdi>{user.displayName}</bdi> <bdi className="faint">{user.username}</bdi>
      </h2>
      {user.isBlocked && <Status of="BLOCKED">{texts.users.blocked}</Status>}
      <div className="row-actions">
        <Button
          aria-label={`${texts.users.grant}: ${user.displayName}`}
          onPress={() => setDialog("grant")}
        >
          {texts.users.grant}
        </Button>
        {mayEnd && (
          <Button
            aria-label={`${leaving.endAll}: ${user.displayName}`}
            onPress={() => setDialog("end")}
          >
            {leaving.endAll}
          </Button>
        )}
        <ActsMenu label={texts.users.more(user.displayName)} acts={acts} />
      </div>
      {hasNoAccess ? <p className="of-row">{leaving.noAccess}</p> : grants.list}
      <div className="of-row faint">
        <LastUsed at={user.lastUsedAt} />
        <FailedSignIns of={user} />
        {user.email != null && (
          <bdi>
            <Breakable text={user.email} />
          </bdi>
        )}
        <IsPerson user={user} />
      </div>
      <RefusalNotice refusal={block.refusal ?? unblock.refusal} />
      {dialog === "end" && <EndAccess user={user} onClose={onClose} />}
      {dialog === "edit" && <EditUser user={user} onClose={onClose} />}
      {dialog === "grant" && (
        <Suspense>
          <GrantRole user={user} clients={clients} onClose={onClose} />
        </Suspense>
      )}
      {dialog === "person" && <SetUserPerson user={user} onClose={onClose} />}
      {dialog === "delete" && <DeleteUser id={user.id} name={user.displayName} onClose={onClose} />}
      {dialog === "reset" && (
        <ResetPassword id={user.id} name={user.displayName} onClose={onClose} />
      )}
      {dialog === "factor" && (
        <RemoveSecondFactor id={user.id} name={user.displayName} onClose={onClose} />
      )}
      {dialog === "block" && (
        <ConfirmDialog
          title={texts.users.blockTitle}
          explanation={texts.users.blockExplanation(user.displayName)}
          confirmLabel={texts.users.block}
          onConfirm={() => {
            onClose();
            void block.perform({ input });
          }}
          onCancel={onClose}
          isRisky
        />
      )}
    </li>
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
    secondFactorSince
    openSessions
    roles {
      role
    }
    ...endAccess_user
    ...userPerson_user
    ...failedSignIns_user
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
