/** The dialog that changes a client's name and scopes. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { clientRow_client$data } from "../__generated__/clientRow_client.graphql";
import type { editClientMutation } from "../__generated__/editClientMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { useTexts } from "../texts/texts";
import { ClientFields, type ClientTerms } from "./client-fields";
import { scopesOf } from "./scopes";

interface EditClientProps {
  readonly client: clientRow_client$data;
  readonly onClose: () => void;
}

/** Ask for the name and the scopes; those that this page does not know stay to be chosen. */
export function EditClient({ client, onClose }: EditClientProps) {
  const texts = useTexts();
  const [terms, setTerms] = useState<ClientTerms>({
    name: client.name,
    selected: new Set(client.scopes),
  });
  const { perform, isPending, refusal } = useSaidMutation<editClientMutation>(
    UPDATE,
    "client.updated",
  );
  const offered = [...new Set([...scopesOf(client.kind), ...client.scopes])];
  async function save() {
    const scopes = offered.filter((scope) => terms.selected.has(scope));
    if ((await perform({ input: { id: client.id, name: terms.name, scopes } })) !== null) onClose();
  }
  return (
    <FormDialog
      title={texts.clients.editTitle}
      submitLabel={texts.users.save}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <ClientFields terms={terms} onChange={setTerms} offered={offered} />
    </FormDialog>
  );
}

const UPDATE = graphql`
  mutation editClientMutation($input: UpdateClientInput!) {
    updateClient(input: $input) {
      client {
        ...clientRow_client
      }
    }
  }
`;
