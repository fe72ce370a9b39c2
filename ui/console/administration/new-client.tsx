/** The form that makes a client. */
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { graphql } from "react-relay";
import type { ClientKind, newClientMutation } from "../__generated__/newClientMutation.graphql";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { changed } from "../parts/chosen";
import { Dialog } from "../parts/dialog";
import { Choice, Faults, Group, TextField, Tick } from "../parts/fields";
import { useTexts } from "../texts/texts";

/** The scopes that a machine may hold (rule E3). */
const machineScopes = [
  "person:read",
  "vital_event:read",
  "birth:declare",
  "death:declare",
  "marriage:declare",
  "vital_event:certify",
  "vital_event:issue",
  "webhook:write",
];
const peopleScopes = [
  "merge_request:read",
  "merge_candidate:assign",
  "merge_request:write",
  "vital_event:register",
  "audit_log:read",
  "access:read",
  "access:write",
  "message:read",
  "message:write",
];

interface NewClientProps {
  readonly connection: string;
  /** Called with the secret of the client that was made, if one was. */
  readonly onClose: (secret: string | null) => void;
}

/** Asks for a name, a kind and scopes. */
export function NewClient({ connection, onClose }: NewClientProps) {
  const texts = useTexts();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<ClientKind>("SYSTEM");
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const { perform, isUnderWay, refusal } = useAct<newClientMutation>(CREATE);
  const offered = kind === "SYSTEM" ? machineScopes : [...machineScopes, ...peopleScopes];
  const scopes = offered.filter((scope) => chosen.has(scope));
  async function create() {
    const answer = await perform({ input: { name, kind, scopes }, connections: [connection] });
    if (answer !== null) onClose(answer.createClient?.clientSecret ?? null);
  }
  return (
    <Dialog title={texts.clients.add} onClose={() => onClose(null)}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Faults of={refusal}>
          <TextField
            label={texts.clients.name}
            value={name}
            onChange={setName}
            path="name"
            isRequired
            autoFocus
          />
          <Choice
            label={texts.clients.kind}
            value={kind}
            onChange={setKind}
            options={texts.clients.kinds}
          />
          <Group title={texts.clients.scopes} path="scopes">
            {offered.map((scope) => (
              <Tick
                key={scope}
                label={scope}
                isTicked={chosen.has(scope)}
                onChange={(isTicked) => choose(changed(chosen, scope, isTicked))}
              />
            ))}
          </Group>
        </Faults>
        <div className="actions">
          <Button look="primary" type="submit" isDisabled={isUnderWay}>
            {texts.clients.add}
          </Button>
          <Button onPress={() => onClose(null)}>{texts.shell.cancel}</Button>
        </div>
      </Form>
    </Dialog>
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
