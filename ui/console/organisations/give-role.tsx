/** The dialog that gives somebody a role in an organisation, for good or until a day. */
import { useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { giveRoleColleagueQuery } from "../__generated__/giveRoleColleagueQuery.graphql";
import type { giveRoleMutation } from "../__generated__/giveRoleMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Refusal } from "../api/refusal";
import { Select, TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { endOf } from "../components/last-day";
import { lacksRole, RoleSelect } from "../components/role-select";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";

interface GiveRoleProps {
  readonly organisation: { readonly id: string; readonly name: string };
  /** Those who work there already, without the viewer, who gives themselves no role. */
  readonly staff: readonly { readonly username: string; readonly displayName: string }[];
  readonly onClose: () => void;
}

/** Ask whom to give which role; the name is looked up when it is sent. */
export function GiveRole({ organisation, staff, onClose }: GiveRoleProps) {
  const texts = useTexts();
  const { staff: labels } = useOrganisationsTexts();
  const environment = useRelayEnvironment();
  const [chosen, setChosen] = useState("");
  const [typed, setTyped] = useState("");
  const username = chosen === "" ? typed : chosen;
  const [role, setRole] = useState<"REGISTRAR" | "STEWARD" | "">("");
  const [lastDay, setLastDay] = useState("");
  const [ownRefusal, setOwnRefusal] = useState<Refusal | null>(null);
  const { perform, isPending, refusal } = useApiMutation<giveRoleMutation>(GIVE);
  async function give() {
    if (role === "") return;
    setOwnRefusal(null);
    const options = { networkCacheConfig: { force: true } };
    try {
      const found = await fetchQuery<giveRoleColleagueQuery>(
        environment,
        COLLEAGUE,
        { username: username.trim() },
        options,
      ).toPromise();
      if (found?.colleague == null) {
        const violation = { path: ["username"], rule: "nobody", message: labels.nobody };
        setOwnRefusal(Refusal.ofForm([violation]));
        return;
      }
      const input = {
        userId: found.colleague.userId,
        clientId: found.viewer.client.id,
        role,
        organisationId: organisation.id,
        expiresAt: endOf(lastDay),
      };
      if ((await perform({ input })) !== null) onClose();
    } catch (error) {
      setOwnRefusal(error instanceof Refusal ? error : Refusal.unreachable());
    }
  }
  return (
    <FormDialog
      title={labels.give}
      explanation={`${labels.giveExplanation(organisation.name)} ${labels.replaces}`}
      submitLabel={labels.give}
      isPending={isPending}
      refusal={ownRefusal ?? refusal}
      lacks={lacksRole(role, texts)}
      onSubmit={() => void give()}
      onClose={onClose}
    >
      {staff.length > 0 && (
        <Select
          label={labels.whoWorksHere}
          value={chosen}
          onChange={setChosen}
          options={Object.fromEntries([
            ["", labels.somebodyElse],
            ...staff.map((it) => [it.username, `${it.displayName} (${it.username})`]),
          ])}
        />
      )}
      {chosen === "" && (
        <TextField
          label={labels.username}
          hint={labels.usernameHint}
          value={typed}
          onChange={setTyped}
          path="username"
          isRequired
          autoFocus
        />
      )}
      <RoleSelect
        label={labels.role}
        value={role}
        onChange={setRole}
        options={{
          "": texts.roleChoice.choose,
          REGISTRAR: texts.roles.REGISTRAR,
          STEWARD: texts.roles.STEWARD,
        }}
        isRequired
      />
      <TextField
        label={labels.expires}
        hint={labels.expiresHint}
        type="date"
        value={lastDay}
        onChange={setLastDay}
        path="expiresAt"
      />
    </FormDialog>
  );
}

const COLLEAGUE = graphql`
  query giveRoleColleagueQuery($username: String!) {
    colleague(username: $username) {
      userId
    }
    viewer {
      client {
        id
      }
    }
  }
`;
const GIVE = graphql`
  mutation giveRoleMutation($input: RoleGrantInput!) {
    grantRole(input: $input) {
      user {
        id
      }
    }
  }
`;
