/** The dialog that grants a user a role, everywhere or in one organisation, for good or until a day. */

import { useState } from "react";
import { graphql } from "react-relay";
import type { grantRoleMutation, Role } from "../__generated__/grantRoleMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { Select } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { endOf } from "../components/last-day";
import { lacksRole } from "../components/role-select";
import { useAccessTexts } from "../texts/access-texts";
import { useFormats, useTexts } from "../texts/texts";
import { RoleFields } from "./role-fields";
import { EVERYWHERE, lacksPlace, placeOf } from "./role-place";

interface GrantRoleProps {
  readonly user: { readonly id: string; readonly displayName: string };
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
}

/** Ask which, where, through which client, and until when. */
export function GrantRole({ user, clients, onClose }: GrantRoleProps) {
  const texts = useTexts();
  const access = useAccessTexts();
  const { apart } = useFormats();
  const [role, setRole] = useState<Role | "">("");
  const [place, setPlace] = useState(EVERYWHERE);
  const [clientId, setClientId] = useState(clients[0]?.id ?? "");
  const [lastDay, setLastDay] = useState("");
  const { perform, refusal, isPending } = useSaidMutation<grantRoleMutation>(GRANT, "role.granted");
  async function grant() {
    if (role === "") return;
    const organisationId = placeOf(role, place)?.id ?? null;
    const expiresAt = endOf(lastDay);
    const input = { userId: user.id, clientId, role, organisationId, expiresAt };
    if ((await perform({ input })) !== null) onClose();
  }
  return (
    <FormDialog
      title={`${texts.users.grant}: ${apart(user.displayName)}`}
      submitLabel={texts.users.grant}
      isPending={isPending}
      refusal={refusal}
      lacks={[...lacksRole(role, texts), ...lacksPlace(role, place, access)]}
      onSubmit={() => void grant()}
      onClose={onClose}
    >
      <RoleFields
        roles={{ "": texts.roleChoice.choose, ...texts.roles }}
        role={role}
        onRole={setRole}
        isRequired
        place={place}
        onPlace={setPlace}
        lastDay={lastDay}
        onLastDay={setLastDay}
      />
      <Select
        label={texts.users.client}
        value={clientId}
        onChange={setClientId}
        options={Object.fromEntries(clients.map((client) => [client.id, client.name]))}
      />
    </FormDialog>
  );
}

const GRANT = graphql`
  mutation grantRoleMutation($input: RoleGrantInput!) {
    grantRole(input: $input) {
      user {
        ...userRow_user
      }
    }
  }
`;
