/** The dialog that creates a client. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { ClientKind, newClientMutation } from "../__generated__/newClientMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Checkbox, FieldGroup, FormErrors, Select, TextField } from "../components/fields";
import { Form } from "../components/form";
import { FormDialog } from "../components/form-dialog";
import { useLeaveGuard } from "../components/leave-guard";
import { withItem } from "../components/selection";
import { useTexts } from "../texts/texts";
import { scopesOf } from "./scopes";

interface NewClientProps {
  readonly connection: string;
  /** Called with the secret of the new client, or null if none was created. */
  readonly onClose: (secret: string | null) => void;
}

/** Ask for a name, a kind and scopes. */
export function NewClient({ connection, onClose }: NewClientProps) {
  const texts = useTexts();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<ClientKind>("SYSTEM");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { perform, isPending, refusal } = useApiMutation<newClientMutation>(CREATE);
  // Its answer has the secret, which is shown once.
  useLeaveGuard(isPending, "secret");
  const offered = scopesOf(kind);
  const scopes = offered.filter((scope) => selected.has(scope));
  async function create() {
    const response = await perform({ input: { name, kind, scopes }, connections: [connection] });
    if (response !== null) onClose(response.createClient?.clientSecret ?? null);
  }
  return (
    <FormDialog title={texts.clients.add} onClose={() => onClose(null)}>
      <Form onSubmit={() => void create()}>
        <FormErrors refusal={refusal}>
          <TextField
            label={texts.clients.name}
            value={name}
            onChange={setName}
            path="name"
            isRequired
            autoFocus
          />
          <Select
            label={texts.clients.kind}
            value={kind}
            onChange={setKind}
            options={texts.clients.kinds}
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
            {texts.clients.add}
          </Button>
          <Button onPress={() => onClose(null)}>{texts.shell.cancel}</Button>
        </div>
      </Form>
    </FormDialog>
  );
}

const CREATE = graphql`
  mutation newClientMutation($input: CreateClientInput!, $connections: [ID!]!) {
    createClient(input: $input) {
      clientSecret
      client @appendNode(connections: $connections, edgeTypeName: "ClientEdge") {
        id
        ...clientRow_client
      }
    }
  }
`;
