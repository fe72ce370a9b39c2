/** The dialog that creates a user. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { newUserGrantMutation, Role } from "../__generated__/newUserGrantMutation.graphql";
import type { newUserMutation } from "../__generated__/newUserMutation.graphql";
import { useApiMutation } from "../api/queries";
import { useSay } from "../api/said";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { endOf } from "../components/last-day";
import { useLeaveGuard } from "../components/leave-guard";
import { Notice } from "../components/notice";
import { SecretDialog } from "../components/secret-dialog";
import { sendsLetters } from "../letters/sends-letters";
import { useAccessTexts } from "../texts/access-texts";
import { useFormats, useTexts } from "../texts/texts";
import { FirstPassword } from "./first-password";
import { RoleFields } from "./role-fields";
import { EVERYWHERE, lacksPlace, placeOf } from "./role-place";

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
  const access = useAccessTexts();
  const labels = access.user;
  const formats = useFormats();
  const say = useSay();
  const [username, setUsername] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState({ value: "", isMadeUp: false });
  const [role, setRole] = useState<Role | "">("");
  const [place, setPlace] = useState(EVERYWHERE);
  const [lastDay, setLastDay] = useState("");
  // Who was made, should the role be refused: the next press grants it alone.
  const [made, setMade] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  const { perform, isPending, refusal } = useApiMutation<newUserMutation>(CREATE);
  const grant = useApiMutation<newUserGrantMutation>(GRANT);
  const isRole = role !== "" && clientId !== undefined;
  const isHeld = grant.refusal === null;
  // A password that was made up is in the page alone.
  useLeaveGuard(isPending && password.isMadeUp, "secret");
  async function create() {
    const address = email.trim() === "" ? null : email.trim();
    const named = { username, displayName, email: address, password: password.value };
    const connections = [connection];
    const userId =
      made ?? (await perform({ input: named, connections }))?.createUser?.user.id ?? null;
    if (userId === null) return;
    setMade(userId);
    if (isRole) {
      const organisationId = placeOf(role, place)?.id ?? null;
      const input = { userId, clientId, role, organisationId, expiresAt: endOf(lastDay) };
      if ((await grant.perform({ input })) === null) return;
    }
    setIsDone(true);
    if (!password.isMadeUp) finish(isRole);
  }
  /** Say what became of both acts, now that no dialog covers it. */
  function finish(isGranted: boolean) {
    const granted = isGranted && role !== "" ? [texts.roles[role], placeOf(role, place)?.name] : [];
    const words = granted.filter((it) => it != null);
    const grants = words.length === 0 ? [] : [labels.withRole(formats.list(words))];
    say({ text: [labels.made(username), ...grants].join(" ") });
    onAdded(username);
  }
  if (isDone && password.isMadeUp) {
    return (
      <SecretDialog
        title={labels.passwordTitle}
        explanation={labels.passwordExplanation(displayName)}
        secret={password.value}
        onClose={() => finish(isRole && isHeld)}
      />
    );
  }
  return (
    <FormDialog
      title={texts.users.add}
      submitLabel={made === null ? texts.users.add : texts.users.grant}
      isPending={isPending || grant.isPending}
      refusal={refusal ?? grant.refusal}
      lacks={lacksPlace(role, place, access)}
      onSubmit={() => void create()}
      // Who was made without a role has the password all the same.
      onClose={made !== null && password.isMadeUp ? () => setIsDone(true) : onClose}
    >
      {made === null ? (
        <>
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
            label={texts.users.email}
            value={email}
            onChange={setEmail}
            path="email"
            type="email"
          />
          {!sendsLetters() && <p className="faint">{labels.noLetter}</p>}
          <FirstPassword
            value={password.value}
            isMadeUp={password.isMadeUp}
            onChange={(value, isMadeUp) => setPassword({ value, isMadeUp })}
          />
        </>
      ) : (
        <Notice kind="note">
          <p>{labels.made(username)}</p>
          {!grant.isPending && <p>{labels.isWithoutRole}</p>}
        </Notice>
      )}
      <RoleFields
        roles={{ "": texts.users.noneYet, ...texts.roles }}
        role={role}
        onRole={setRole}
        place={place}
        onPlace={setPlace}
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
