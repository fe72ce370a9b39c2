/** Whether a webhook receives anything, and why not: it is switched off, or its client is blocked or lacks a scope. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { webhookState_webhook$key } from "../__generated__/webhookState_webhook.graphql";
import { Notice } from "../components/notice";
import { Status } from "../components/status";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useTexts } from "../texts/texts";
import { topicName } from "./topics";

interface WebhookStateProps {
  readonly webhook: webhookState_webhook$key;
}

/** Show it in a word; where what was tried last failed, that. */
export function WebhookState({ webhook: key }: WebhookStateProps) {
  const texts = useTexts();
  const webhook = useFragment(WEBHOOK, key);
  if (!webhook.isActive) return <Status of="BLOCKED">{texts.webhooks.inactive}</Status>;
  if (webhook.switchedOff.includes("WEBHOOKS")) return <Paused />;
  const tried = webhook.recentDeliveries.find(
    ({ status, lastAttemptFailed }) => status === "PROCESSED" || lastAttemptFailed,
  );
  if (webhook.needsNewSecret) return <Troubled by="secret" />;
  if (tried?.lastAttemptFailed === true) return <Troubled by="failing" />;
  const isHeld = webhook.withheldTopics.length === webhook.topics.length;
  return (
    <Status of={isHeld ? "BLOCKED" : "ACTIVE"}>
      {isHeld ? texts.webhooks.held : texts.users.active}
    </Status>
  );
}

function Paused() {
  const deliveries = useDeliveriesTexts();
  return <Status of="HELD">{deliveries.paused}</Status>;
}

function Troubled({ by }: { readonly by: "secret" | "failing" }) {
  const { troubles } = useDeliveriesTexts();
  return <Status of="FAILED">{troubles[by]}</Status>;
}

/** Say what is switched off for the organisation of the client, and lead to where it is switched on. */
export function SwitchedOff({ webhook: key }: WebhookStateProps) {
  const deliveries = useDeliveriesTexts();
  const { client, switchedOff } = useFragment(WEBHOOK, key);
  const { organisation } = client;
  if (switchedOff.length === 0 || organisation == null) return null;
  const name = organisation.name ?? "—";
  return (
    <Notice kind="note">
      <p>
        {switchedOff.includes("WEBHOOKS")
          ? deliveries.switchedOff(name)
          : deliveries.explanationsOff(name)}
      </p>
      <p>
        <Link href={`/organisations/${encodeURIComponent(organisation.id)}#sources`}>
          {deliveries.toSwitches}
        </Link>
      </p>
    </Notice>
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
    switchedOff
    needsNewSecret
    recentDeliveries {
      status
      lastAttemptFailed
    }
    client {
      organisation {
        id
        name
      }
      databaseId
      name
      isBlocked
    }
  }
`;
