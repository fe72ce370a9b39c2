/** What an administrator can do about a webhook. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { webhookActions_webhook$key } from "../__generated__/webhookActions_webhook.graphql";
import type { webhookActionsDeleteMutation } from "../__generated__/webhookActionsDeleteMutation.graphql";
import type { webhookActionsRotateMutation } from "../__generated__/webhookActionsRotateMutation.graphql";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { Trouble } from "../parts/notice";
import { Question } from "../parts/question";
import { Secret } from "../parts/secret";
import { TrailLink } from "../parts/trail-link";
import { useTexts } from "../texts/texts";

interface WebhookActionsProps {
  readonly webhook: webhookActions_webhook$key;
  /** The lists that it leaves when it is deleted. */
  readonly connections: readonly string[];
  readonly onDeleted?: () => void;
}

/** Gives a new secret, or deletes; both ask first. */
export function WebhookActions({ webhook, connections, onDeleted }: WebhookActionsProps) {
  const texts = useTexts();
  const labels = texts.webhooks;
  const { id, databaseId, url } = useFragment(WEBHOOK, webhook);
  const [asked, ask] = useState<"delete" | "rotate" | null>(null);
  const [secret, tell] = useState<string | null>(null);
  const remove = useAct<webhookActionsDeleteMutation>(DELETE);
  const rotate = useAct<webhookActionsRotateMutation>(ROTATE);

  async function renew() {
    ask(null);
    const answer = await rotate.perform({ input: { id } });
    tell(answer?.rotateWebhookSecret?.signingSecret ?? null);
  }

  async function drop() {
    ask(null);
    if ((await remove.perform({ input: { id }, connections })) !== null) onDeleted?.();
  }

  return (
    <>
      <TrailLink row={databaseId} />
      <Button isDisabled={rotate.isUnderWay} onPress={() => ask("rotate")}>
        {texts.clients.rotate}
      </Button>
      <Button look="danger" isDisabled={remove.isUnderWay} onPress={() => ask("delete")}>
        {labels.remove}
      </Button>
      <Trouble refusal={remove.refusal ?? rotate.refusal} />
      {asked === "delete" && (
        <Question
          title={labels.removeTitle}
          words={labels.removeWords(url)}
          yes={labels.remove}
          onYes={() => void drop()}
          onNo={() => ask(null)}
        />
      )}
      {asked === "rotate" && (
        <Question
          title={texts.clients.rotateTitle}
          words={labels.rotateWords}
          yes={texts.clients.rotate}
          onYes={() => void renew()}
          onNo={() => ask(null)}
        />
      )}
      {secret !== null && (
        <Secret
          title={labels.secretTitle}
          words={texts.clients.secretWords}
          secret={secret}
          onClose={() => tell(null)}
        />
      )}
    </>
  );
}

const WEBHOOK = graphql`
  fragment webhookActions_webhook on Webhook {
    id
    databaseId
    url
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
      }
    }
  }
`;
