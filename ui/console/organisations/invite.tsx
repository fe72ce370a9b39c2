/** The dialog that makes an invitation; whoever invites hands the link on. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { inviteMutation } from "../__generated__/inviteMutation.graphql";
import { useApiMutation } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { endOf } from "../components/last-day";
import { lacksRole, RoleSelect } from "../components/role-select";
import { sendsLetters } from "../letters/sends-letters";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";

interface InviteProps {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly onInvited: (url: string) => void;
  readonly onClose: () => void;
}

/** Ask for an address, a role, and the last day of that. */
export function Invite({ organisation, onInvited, onClose }: InviteProps) {
  const texts = useTexts();
  const { invitations: labels, staff } = useOrganisationsTexts();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<"REGISTRAR" | "STEWARD" | "">("");
  const [lastDay, setLastDay] = useState("");
  const { perform, isPending, refusal } = useApiMutation<inviteMutation>(INVITE);
  async function invite() {
    if (role === "") return;
    const input = {
      organisationId: organisation.id,
      email: email.trim(),
      role,
      roleExpiresAt: endOf(lastDay),
    };
    const url = (await perform({ input }))?.inviteUser?.url;
    if (url != null) onInvited(url);
  }
  return (
    <FormDialog
      title={labels.invite}
      explanation={labels.inviteExplanation(organisation.name)}
      submitLabel={labels.makeLink}
      isPending={isPending}
      refusal={refusal}
      lacks={lacksRole(role, texts)}
      onSubmit={() => void invite()}
      onClose={onClose}
    >
      <TextField
        label={labels.email}
        hint={sendsLetters() ? labels.emailHint : labels.emailWithoutLetter}
        type="email"
        value={email}
        onChange={setEmail}
        path="email"
        isRequired
        autoFocus
      />
      <RoleSelect
        label={staff.role}
        value={role}
        onChange={setRole}
        options={{
          "": texts.roleChoice.choose,
          REGISTRAR: texts.roles.REGISTRAR,
          STEWARD: texts.roles.STEWARD,
        }}
        isRequired
      />
      <p className="faint">{labels.rolesMean}</p>
      <TextField
        label={labels.lastDay}
        hint={labels.lastDayHint}
        type="date"
        value={lastDay}
        onChange={setLastDay}
        path="roleExpiresAt"
      />
    </FormDialog>
  );
}

const INVITE = graphql`
  mutation inviteMutation($input: InviteUserInput!) {
    inviteUser(input: $input) {
      invitation {
        id
      }
      url
    }
  }
`;
