/** Whether a webhook receives anything, and why not: it is switched off, or its client is blocked or lacks a scope. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { webhookState_webhook$key } from "../__generated__/webhookState_webhook.graphql";
import { Notice } from "../components/notice";
import { Status } from "../components/status";
import { useTexts } from "../texts/texts";
import { topicName } from "./topics";

interface WebhookStateProps {
  readonly webhook: webhookState_webhook$key;
}

/** Show it in a word. */
export function WebhookState({ webhook: key }: WebhookStateProps) {
  const texts = useTexts();
  const webhook = useFragment(WEBHOOK, key);
  if (!webhook.isActive) return <Status of="BLOCKED">{texts.webhooks.inactive}</Status>;
  const isHeld = webhook.withheldTopics.length === webhook.topics.length;
  return (
    <Status of={isHeld ? "BLOCKED" : "ACTIVE"}>
      {isHeld ? texts.webhooks.held : texts.users.active}
    </Status>
  );
}

/** Say what is not delivered and why, and lead to the client, where that is the reason. */
export function WithheldTopics({ webhook: key }: WebhookStateProps) {
  const { webhooks: labels } = useTexts();
  const { client, withheldTopics, missingScopes } = useFragment(WEBHOOK, key);
  if (withheldTopics.length === 0) return null;
  const topics = withheldTopics.map(topicName).join(" · ");
  return (
    <Notice kind="note">
      <p>
        {client.isBlocked
          ? labels.clientIsBlocked(client.name)
          : `${labels.withheld(topics)} ${labels.scopesAreMissing(client.name, missingScopes.join(" · "))}`}
      </p>
      <p>
        <Link href={`/clients?find=${encodeURIComponent(client.databaseId)}`}>
          {labels.toClient}
        </Link>
      </p>
    </Notice>
  );
}

const WEBHOOK = graphql`
  fragment webhookState_webhook on Webhook {
    isActive
    topics
    withheldTopics
    missingScopes
    client {
      databaseId
      name
      isBlocked
    }
  }
`;
