/** The dialog that makes an organisation, at the top or below another. */
import { useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type { newOrganisationMutation } from "../__generated__/newOrganisationMutation.graphql";
import { useApiMutation } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { organisationPath } from "./organisation-name";

interface NewOrganisationProps {
  readonly parent: { readonly id: string; readonly name: string } | null;
  readonly onClose: () => void;
}

/** Ask for a name and a kind, and show the organisation that was made. */
export function NewOrganisation({ parent, onClose }: NewOrganisationProps) {
  const labels = useOrganisationsTexts();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [kind, setKind] = useState("");
  const { perform, isPending, refusal } = useApiMutation<newOrganisationMutation>(CREATE);
  async function create() {
    const made = await perform({ input: { name, kind, parentId: parent?.id ?? null } });
    if (made?.createOrganisation == null) return;
    leaveFreely();
    onClose();
    navigate(organisationPath(made.createOrganisation.organisation.id));
  }
  const title = parent === null ? labels.create : labels.createBelow;
  return (
    <FormDialog
      title={title}
      explanation={
        parent === null ? labels.createRootExplanation : labels.createBelowExplanation(parent.name)
      }
      submitLabel={title}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      <TextField
        label={labels.name}
        value={name}
        onChange={setName}
        path="name"
        isRequired
        autoFocus
      />
      <TextField
        label={labels.kind}
        hint={labels.kindHint}
        value={kind}
        onChange={setKind}
        path="kind"
        isRequired
      />
    </FormDialog>
  );
}

const CREATE = graphql`
  mutation newOrganisationMutation($input: CreateOrganisationInput!) {
    createOrganisation(input: $input) {
      organisation {
        id
      }
    }
  }
`;
