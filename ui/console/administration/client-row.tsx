/** One client of the list: its scopes, and whether it is blocked. */

import { Suspense, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { clientRow_client$key } from "../__generated__/clientRow_client.graphql";
import type { clientRowBlockMutation } from "../__generated__/clientRowBlockMutation.graphql";
import type { clientRowRotateMutation } from "../__generated__/clientRowRotateMutation.graphql";
import type { clientRowUnblockMutation } from "../__generated__/clientRowUnblockMutation.graphql";
import { useApiMutation, useSaidMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { useLeaveGuard } from "../components/leave-guard";
import { LinkButton } from "../components/link-button";
import { RefusalNotice } from "../components/notice";
import type { RowPlace } from "../components/rows";
import { Status } from "../components/status";
import { ClientTrailLinks } from "../components/trail-link";
import { useTexts } from "../texts/texts";
import { webhookForClient } from "./client-made";
import { EditClient } from "./edit-client";
import { LastUsed } from "./last-used";
import { scopeLabel } from "./scopes";

interface ClientRowProps {
  readonly client: clientRow_client$key;
  readonly onSecret: (secret: string | null) => void;
  readonly place: RowPlace;
}

/** Show the client and its actions. */
export function ClientRow({ client: key, onSecret, place }: ClientRowProps) {
  const texts = useTexts();
  const client = useFragment(CLIENT, key);
  const [dialog, setDialog] = useState<"block" | "edit" | "rotate" | null>(null);
  const block = useSaidMutation<clientRowBlockMutation>(BLOCK, "client.blocked");
  const unblock = useSaidMutation<clientRowUnblockMutation>(UNBLOCK, "client.unblocked");
  const rotate = useApiMutation<clientRowRotateMutation>(ROTATE);
  useLeaveGuard(rotate.isPending, "secret");
  const input = { id: client.id };
  async function rotateSecret() {
    setDialog(null);
    const response = await rotate.perform({ input });
    onSecret(response?.rotateClientSecret?.clientSecret ?? null);
  }
  return (
    <li {...place}>
      <h2 className="row-title">
        {client.name} <span className="faint">{texts.clients.kinds[client.kind]}</span>
      </h2>
      <Status of={client.isBlocked ? "BLOCKED" : "ACTIVE"}>
        {client.isBlocked ? texts.users.blocked : texts.users.active}
      </Status>
      <Button onPress={() => setDialog("edit")}>{texts.users.edit}</Button>
      {client.kind === "SYSTEM" && (
        <Button onPress={() => setDialog("rotate")}>{texts.clients.rotate}</Button>
      )}
      {client.kind === "SYSTEM" && !client.isBlocked && (
        <LinkButton
          to={webhookForClient(client.id)}
          label={`${texts.webhooks.add}: ${client.name}`}
        >
          {texts.webhooks.add}
        </LinkButton>
      )}
      {client.isBlocked ? (
        <Button isDisabled={unblock.isPending} onPress={() => void unblock.perform({ input })}>
          {texts.users.unblock}
        </Button>
      ) : (
        <Button variant="danger" onPress={() => setDialog("block")}>
          {texts.users.block}
        </Button>
      )}
      <p className="filters middle faint">
        <span>
          {texts.clients.id}: <code>{client.databaseId}</code>
        </span>
        <ClientTrailLinks client={client.databaseId} />
      </p>
      <details>
        <summary>{`${texts.clients.scopes} (${client.scopes.length})`}</summary>
        <ul className="faint">
          {client.scopes.map((scope) => (
            <li key={scope}>{scopeLabel(scope, texts)}</li>
          ))}
        </ul>
      </details>
      <LastUsed at={client.lastUsedAt} />
      <RefusalNotice refusal={block.refusal ?? unblock.refusal ?? rotate.refusal} />
      {dialog === "edit" && (
        <Suspense>
          <EditClient client={client} onClose={() => setDialog(null)} />
        </Suspense>
      )}
      {dialog === "block" && (
        <ConfirmDialog
          title={texts.clients.blockTitle}
          explanation={texts.clients.blockExplanation(client.name)}
          confirmLabel={texts.users.block}
          onConfirm={() => {
            setDialog(null);
            void block.perform({ input });
          }}
          onCancel={() => setDialog(null)}
          isRisky
        />
      )}
      {dialog === "rotate" && (
        <ConfirmDialog
          title={texts.clients.rotateTitle}
          explanation={`${client.name}: ${texts.clients.rotateExplanation}`}
          confirmLabel={texts.clients.rotate}
          onConfirm={() => void rotateSecret()}
          onCancel={() => setDialog(null)}
          isRisky
        />
      )}
    </li>
  );
}

const CLIENT = graphql`
  fragment clientRow_client on Client {
    id
    databaseId
    name
    kind
    scopes
    isBlocked
    lastUsedAt
  }
`;
const BLOCK = graphql`
  mutation clientRowBlockMutation($input: ClientIdInput!) {
    blockClient(input: $input) {
      client {
        ...clientRow_client
      }
    }
  }
`;
const UNBLOCK = graphql`
  mutation clientRowUnblockMutation($input: ClientIdInput!) {
    unblockClient(input: $input) {
      client {
        ...clientRow_client
      }
    }
  }
`;
const ROTATE = graphql`
  mutation clientRowRotateMutation($input: ClientIdInput!) {
    rotateClientSecret(input: $input) {
      clientSecret
      client {
        ...clientRow_client
      }
    }
  }
`;
