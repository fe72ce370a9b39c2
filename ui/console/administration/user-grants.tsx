/** The roles of a user, each with the button that takes it; what was just taken is given back by one press. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type {
  userGrants_user$data,
  userGrants_user$key,
} from "../__generated__/userGrants_user.graphql";
import type { userGrantsGiveMutation } from "../__generated__/userGrantsGiveMutation.graphql";
import type { userGrantsRevokeMutation } from "../__generated__/userGrantsRevokeMutation.graphql";
import { useApiMutation, useSaidMutation } from "../api/queries";
import { useSay } from "../api/said";
import type { Act } from "../components/acts";
import { Button } from "../components/button";
import { LastDay, lastDayBefore } from "../components/last-day";
import { Notice, RefusalNotice } from "../components/notice";
import { RoleEnd } from "../components/role-end";
import { useFormats, useTexts } from "../texts/texts";

type Grant = userGrants_user$data["roles"][number];

/**
 * Return the list of a user's roles, and the acts on each for the menu of their row.
 *
 * A role goes at once, and the notice of it offers it anew.
 */
export function useUserGrants(key: userGrants_user$key) {
  const texts = useTexts();
  const user = useFragment(USER, key);
  const [taken, setTaken] = useState<Grant | null>(null);
  const [ending, setEnding] = useState<Grant | null>(null);
  const revoke = useSaidMutation<userGrantsRevokeMutation>(REVOKE, "role.revoked");
  const give = useSaidMutation<userGrantsGiveMutation>(GIVE, "role.granted");
  const setEnd = useApiMutation<userGrantsGiveMutation>(GIVE);
  const say = useSay();
  const { day } = useFormats();
  const inputOf = ({ role, client, organisation }: Grant) => {
    return { userId: user.id, clientId: client.id, role, organisationId: organisation?.id ?? null };
  };
  async function take(grant: Grant) {
    if ((await revoke.perform({ input: inputOf(grant) })) !== null) setTaken(grant);
  }
  async function end(grant: Grant, expiresAt: string | null) {
    if ((await setEnd.perform({ input: { ...inputOf(grant), expiresAt } })) === null) return;
    setEnding(null);
    // It was granted before, and lasts to another day: the last one is said, or that there is none.
    const last = expiresAt === null ? null : lastDayBefore(expiresAt);
    say({ text: `${nameOf(grant)} ${texts.users.until} ${last === null ? "—" : day(last)}` });
  }
  async function giveBack(grant: Grant) {
    const input = { ...inputOf(grant), expiresAt: grant.expiresAt ?? null };
    if ((await give.perform({ input })) !== null) setTaken(null);
  }
  const nameOf = ({ role, organisation, client }: Grant) => {
    const isTwice = user.roles.filter((it) => it.role === role).length > 1;
    const place = isTwice ? [organisation?.name, client.name] : [organisation?.name];
    return [texts.roles[role], ...place].filter((it) => it != null).join(", ");
  };
  const acts: Act[] = user.roles.flatMap((grant) => [
    { name: `${texts.users.setEnd}: ${nameOf(grant)}`, onAct: () => setEnding(grant) },
    {
      name: `${texts.users.revoke}: ${nameOf(grant)}`,
      onAct: () => void take(grant),
      isRisky: true,
    },
  ]);
  const list = (
    <>
      {user.roles.length === 0 && <p className="faint">{texts.users.noRoles}</p>}
      <Grants grants={user.roles} />
      {taken !== null && (
        <Notice kind="done">
          {`${texts.users.revoked}: ${texts.roles[taken.role]}`}{" "}
          <Button isDisabled={give.isPending} onPress={() => void giveBack(taken)}>
            {texts.users.giveBack}
          </Button>
        </Notice>
      )}
      <RefusalNotice refusal={revoke.refusal ?? give.refusal} />
      {ending !== null && (
        <RoleEnd
          label={texts.users.lastDay}
          submitLabel={texts.users.save}
          title={`${texts.users.setEnd}: ${nameOf(ending)}`}
          until={ending.expiresAt ?? null}
          isPending={setEnd.isPending}
          refusal={setEnd.refusal}
          onSave={(expiresAt) => void end(ending, expiresAt)}
          onClose={() => {
            setEnd.clearRefusal();
            setEnding(null);
          }}
        />
      )}
    </>
  );
  return { acts, list };
}

/** The roles in one line, as far as there is room. */
function Grants({ grants }: { grants: readonly Grant[] }) {
  const texts = useTexts();
  return (
    <ul className="grants" aria-label={texts.users.roles}>
      {grants.map(({ role, organisation, client, expiresAt }) => (
        <li key={`${role} ${client.id} ${organisation?.id ?? ""}`}>
          {texts.roles[role]}{" "}
          {organisation != null && (
            <Link href={`/organisations/${encodeURIComponent(organisation.id)}`}>
              <bdi>{organisation.name}</bdi>
            </Link>
          )}{" "}
          <span className="faint">
            {texts.users.throughClient(client.name)}
            {expiresAt != null && (
              <>
                {" "}
                {texts.users.until} <LastDay end={expiresAt} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

const USER = graphql`
  fragment userGrants_user on User {
    id
    displayName
    roles {
      role
      expiresAt
      organisation {
        id
        name
      }
      client {
        id
        name
      }
    }
  }
`;
const GIVE = graphql`
  mutation userGrantsGiveMutation($input: RoleGrantInput!) {
    grantRole(input: $input) {
      user {
        ...userGrants_user
      }
    }
  }
`;
const REVOKE = graphql`
  mutation userGrantsRevokeMutation($input: RoleGrantInput!) {
    revokeRole(input: $input) {
      user {
        ...userGrants_user
      }
    }
  }
`;
