/** The dialog that changes a client's name and scopes. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { clientRow_client$data } from "../__generated__/clientRow_client.graphql";
import type { editClientMutation } from "../__generated__/editClientMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { Checkbox, FieldGroup, FormErrors, TextField } from "../components/fields";
import { Form } from "../components/form";
import { withItem } from "../components/selection";
import { useTexts } from "../texts/texts";
import { scopesOf } from "./scopes";

interface EditClientProps {
  readonly client: clientRow_client$data;
  readonly onClose: () => void;
}

/** Ask for the name and the scopes; those that this page does not know stay to be chosen. */
export function EditClient({ client, onClose }: EditClientProps) {
  const texts = useTexts();
  const [name, setName] = useState(client.name);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(client.scopes));
  const { perform, isPending, refusal } = useApiMutation<editClientMutation>(UPDATE);
  const offered = [...new Set([...scopesOf(client.kind), ...client.scopes])];
  async function save() {
    const scopes = offered.filter((scope) => selected.has(scope));
    if ((await perform({ input: { id: client.id, name, scopes } })) !== null) onClose();
  }
  return (
    <Dialog title={texts.clients.editTitle} onClose={onClose}>
      <Form onSubmit={() => void save()}>
        <FormErrors refusal={refusal}>
          <TextField
            label={texts.clients.name}
            value={name}
            onChange={setName}
            path="name"
            isRequired
            autoFocus
          />
          <FieldGroup title={texts.clients.scopes} path="scopes">
            {offered.map((scope) => (
              <Checkbox
                key={scope}
                label={scope}
                isChecked={selected.has(scope)}
                onChange={(isChecked) => setSelected(withItem(selected, scope, isChecked))}
              />
            ))}
          </FieldGroup>
        </FormErrors>
        <div className="actions">
          <Button variant="primary" type="submit" isDisabled={isPending}>
            {texts.users.save}
          </Button>
          <Button onPress={onClose}>{texts.shell.cancel}</Button>
        </div>
      </Form>
    </Dialog>
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
