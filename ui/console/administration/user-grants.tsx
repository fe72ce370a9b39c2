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
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { TextField } from "../components/fields";
import { Moment } from "../components/moment";
import { Notice, RefusalNotice } from "../components/notice";
import { useTexts } from "../texts/texts";

import { endOf } from "./last-day";

type Grant = userGrants_user$data["roles"][number];

/** List them; a role goes at once, and the notice of it offers it anew. */
export function UserGrants({ user: key }: { user: userGrants_user$key }) {
  const texts = useTexts();
  const user = useFragment(USER, key);
  const [taken, setTaken] = useState<Grant | null>(null);
  const [ending, setEnding] = useState<string | null>(null);
  const revoke = useApiMutation<userGrantsRevokeMutation>(REVOKE);
  const give = useApiMutation<userGrantsGiveMutation>(GIVE);
  const inputOf = ({ role, client, organisation }: Grant) => {
    return { userId: user.id, clientId: client.id, role, organisationId: organisation?.id ?? null };
  };
  async function take(grant: Grant) {
    if ((await revoke.perform({ input: inputOf(grant) })) !== null) setTaken(grant);
  }
  async function end(grant: Grant, expiresAt: string | null) {
    if ((await give.perform({ input: { ...inputOf(grant), expiresAt } })) !== null) setEnding(null);
  }
  async function giveBack(grant: Grant) {
    const input = { ...inputOf(grant), expiresAt: grant.expiresAt ?? null };
    if ((await give.perform({ input })) !== null) setTaken(null);
  }
  return (
    <>
      {user.roles.length === 0 && <p className="faint">{texts.users.noRoles}</p>}
      <ul className="grants" aria-label={texts.users.roles}>
        {user.roles.map((grant) => (
          <li key={keyOf(grant)}>
            {texts.roles[grant.role]}{" "}
            {grant.organisation != null && (
              <Link href={`/organisations/${encodeURIComponent(grant.organisation.id)}`}>
                <bdi>{grant.organisation.name}</bdi>
              </Link>
            )}{" "}
            <span className="faint">
              {texts.users.throughClient} {grant.client.name}
              {grant.expiresAt != null && (
                <>
                  {" "}
                  {texts.users.until} <Moment at={grant.expiresAt} />
                </>
              )}
            </span>{" "}
            <Button
              variant="quiet"
              aria-expanded={ending === keyOf(grant)}
              aria-label={`${texts.users.setEnd}: ${texts.roles[grant.role]}, ${user.displayName}`}
              onPress={() => setEnding(ending === keyOf(grant) ? null : keyOf(grant))}
            >
              {texts.users.setEnd}
            </Button>
            <Button
              variant="quiet"
              isDisabled={revoke.isPending}
              aria-label={`${texts.users.revoke}: ${texts.roles[grant.role]}, ${user.displayName}`}
              onPress={() => void take(grant)}
            >
              {texts.users.revoke}
            </Button>
            {ending === keyOf(grant) && (
              <End isPending={give.isPending} onSave={(expiresAt) => void end(grant, expiresAt)} />
            )}
          </li>
        ))}
      </ul>
      {taken !== null && (
        <Notice kind="done">
          {`${texts.users.revoked}: ${texts.roles[taken.role]}`}{" "}
          <Button isDisabled={give.isPending} onPress={() => void giveBack(taken)}>
            {texts.users.giveBack}
          </Button>
        </Notice>
      )}
      <RefusalNotice refusal={revoke.refusal ?? give.refusal} />
    </>
  );
}

function keyOf({ role, client, organisation }: Grant): string {
  return `${role} ${client.id} ${organisation?.id ?? ""}`;
}

interface EndProps {
  readonly isPending: boolean;
  readonly onSave: (expiresAt: string | null) => void;
}

/** Ask for the last day of a role that is held; without one it holds for good again. */
function End({ isPending, onSave }: EndProps) {
  const texts = useTexts();
  const [day, setDay] = useState("");
  return (
    <div className="filters">
      <TextField
        label={texts.users.lastDay}
        type="date"
        value={day}
        onChange={setDay}
        path="expiresAt"
        autoFocus
      />
      <Button isDisabled={isPending} onPress={() => onSave(endOf(day))}>
        {texts.users.save}
      </Button>
    </div>
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
