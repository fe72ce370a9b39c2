/** The dialog that makes an invitation; whoever invites hands the link on. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { inviteMutation } from "../__generated__/inviteMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Select, TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";

interface InviteProps {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly onInvited: (url: string) => void;
  readonly onClose: () => void;
}

/** Ask for an address and a role. */
export function Invite({ organisation, onInvited, onClose }: InviteProps) {
  const texts = useTexts();
  const { invitations: labels, staff } = useOrganisationsTexts();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<"REGISTRAR" | "STEWARD">("REGISTRAR");
  const { perform, isPending, refusal } = useApiMutation<inviteMutation>(INVITE);
  async function invite() {
    const input = { organisationId: organisation.id, email: email.trim(), role };
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
      onSubmit={() => void invite()}
      onClose={onClose}
    >
      <TextField
        label={labels.email}
        hint={labels.emailHint}
        type="email"
        value={email}
        onChange={setEmail}
        path="email"
        isRequired
        autoFocus
      />
      <Select
        label={staff.role}
        value={role}
        onChange={setRole}
        options={{ REGISTRAR: texts.roles.REGISTRAR, STEWARD: texts.roles.STEWARD }}
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
