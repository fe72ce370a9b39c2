/** The actions of an administrator on a webhook. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { webhookActions_webhook$key } from "../__generated__/webhookActions_webhook.graphql";
import type { webhookActionsDeleteMutation } from "../__generated__/webhookActionsDeleteMutation.graphql";
import type { webhookActionsRotateMutation } from "../__generated__/webhookActionsRotateMutation.graphql";
import { useApiMutation, useSaidMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { useLeaveGuard } from "../components/leave-guard";
import { Notice, RefusalNotice } from "../components/notice";
import { SecretDialog } from "../components/secret-dialog";
import { TrailLink } from "../components/trail-link";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useTexts } from "../texts/texts";

interface WebhookActionsProps {
  readonly webhook: webhookActions_webhook$key;
  /** The Relay connections that it leaves when it is deleted. */
  readonly connections: readonly string[];
  readonly onDeleted?: () => void;
}

/** Offer a new secret and deletion, each after a confirmation. */
export function WebhookActions({ webhook, connections, onDeleted }: WebhookActionsProps) {
  const texts = useTexts();
  const labels = texts.webhooks;
  const deliveries = useDeliveriesTexts();
  const { id, databaseId, url, needsNewSecret } = useFragment(WEBHOOK, webhook);
  const [dialog, setDialog] = useState<"delete" | "rotate" | null>(null);
  const [secret, setSecret] = useState<{ readonly text: string; readonly wasLost: boolean }>();
  const [reminds, setReminds] = useState(false);
  const remove = useSaidMutation<webhookActionsDeleteMutation>(DELETE, "webhook.deleted");
  const rotate = useApiMutation<webhookActionsRotateMutation>(ROTATE);

  useLeaveGuard(rotate.isPending, "secret");

  async function rotateSecret() {
    setDialog(null);
    const response = await rotate.perform({ input: { id } });
    const text = response?.rotateWebhookSecret?.signingSecret;
    if (text != null) setSecret({ text, wasLost: needsNewSecret });
  }

  async function deleteWebhook() {
    setDialog(null);
    if ((await remove.perform({ input: { id }, connections })) !== null) onDeleted?.();
  }

  return (
    <>
      <TrailLink row={databaseId} />
      <Button isDisabled={rotate.isPending} onPress={() => setDialog("rotate")}>
        {texts.clients.rotate}
      </Button>
      <Button variant="danger" isDisabled={remove.isPending} onPress={() => setDialog("delete")}>
        {labels.remove}
      </Button>
      <RefusalNotice refusal={remove.refusal ?? rotate.refusal} />
      {dialog === "delete" && (
        <ConfirmDialog
          title={labels.removeTitle}
          explanation={labels.removeExplanation(url)}
          confirmLabel={labels.remove}
          onConfirm={() => void deleteWebhook()}
          onCancel={() => setDialog(null)}
          isRisky
        />
      )}
      {dialog === "rotate" && (
        <ConfirmDialog
          title={texts.clients.rotateTitle}
          explanation={needsNewSecret ? deliveries.rotateLost : labels.rotateExplanation}
          confirmLabel={texts.clients.rotate}
          onConfirm={() => void rotateSecret()}
          onCancel={() => setDialog(null)}
          isRisky
        />
      )}
      {secret !== undefined && (
        <SecretDialog
          title={labels.secretTitle}
          explanation={deliveries.newSecret[secret.wasLost ? "lost" : "other"]}
          secret={secret.text}
          onClose={() => {
            setReminds(secret.wasLost);
            setSecret(undefined);
          }}
        />
      )}
      {reminds && (
        <Notice kind="note">
          <p>{deliveries.newSecret.reminder}</p>
        </Notice>
      )}
    </>
  );
}

const WEBHOOK = graphql`
  fragment webhookActions_webhook on Webhook {
    id
    databaseId
    url
    needsNewSecret
  }
`;
const DELETE = graphql`
  mutation webhookActionsDeleteMutation($input: WebhookIdInput!, $connections: [ID!]!) {
    deleteWebhook(input: $input) {
      deletedWebhookId @deleteEdge(connections: $connections)
    }
  }
`;
const ROTATE = graphql`
  mutation webhookActionsRotateMutation($input: WebhookIdInput!) {
    rotateWebhookSecret(input: $input) {
      signingSecret
      webhook {
        id
        updatedAt
        needsNewSecret
      }
    }
  }
`;
