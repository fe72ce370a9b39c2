/** The dialog that creates a client. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { ClientKind, newClientMutation } from "../__generated__/newClientMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Select } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useLeaveGuard } from "../components/leave-guard";
import { useTexts } from "../texts/texts";
import { ClientFields, type ClientTerms } from "./client-fields";
import { scopesOf } from "./scopes";

export interface MadeClient {
  readonly id: string;
  readonly name: string;
  /** Of a machine. */
  readonly secret: string | null;
  readonly keepsWebhooks: boolean;
}

interface NewClientProps {
  readonly connection: string;
  /** Called with the new client, or null if none was created. */
  readonly onClose: (made: MadeClient | null) => void;
}

/** Ask for a name, a kind and scopes. */
export function NewClient({ connection, onClose }: NewClientProps) {
  const texts = useTexts();
  const [terms, setTerms] = useState<ClientTerms>({ name: "", selected: new Set() });
  const [kind, setKind] = useState<ClientKind>("SYSTEM");
  const { perform, isPending, refusal } = useApiMutation<newClientMutation>(CREATE);
  // Its answer has the secret, which is shown once.
  useLeaveGuard(isPending, "secret");
  const offered = scopesOf(kind);
  const scopes = offered.filter((scope) => terms.selected.has(scope));
  async function create() {
    const response = await perform({
      input: { name: terms.name, kind, scopes },
      connections: [connection],
    });
    const made = response?.createClient;
    if (made == null) return;
    const { id, name } = made.client;
    const keepsWebhooks = scopes.includes("webhook:write");
    onClose({ id, name, secret: made.clientSecret ?? null, keepsWebhooks });
  }
  return (
    <FormDialog
      title={texts.clients.add}
      submitLabel={texts.clients.add}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void create()}
      onClose={() => onClose(null)}
    >
      <ClientFields terms={terms} onChange={setTerms} offered={offered}>
        <Select
          label={texts.clients.kind}
          value={kind}
          onChange={setKind}
          options={texts.clients.kinds}
        />
      </ClientFields>
    </FormDialog>
  );
}

const CREATE = graphql`
  mutation newClientMutation($input: CreateClientInput!, $connections: [ID!]!) {
    createClient(input: $input) {
      clientSecret
      client @appendNode(connections: $connections, edgeTypeName: "ClientEdge") {
        id
        name
        ...clientRow_client
      }
    }
  }
`;
