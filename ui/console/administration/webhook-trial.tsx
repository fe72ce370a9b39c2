/** What an administrator does with a webhook on its own page: change it, try it. */
import { Suspense, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { webhookTrial_webhook$key } from "../__generated__/webhookTrial_webhook.graphql";
import { Button } from "../components/button";
import { useTexts } from "../texts/texts";
import { EditWebhook } from "./edit-webhook";
import { SendTest } from "./send-test";

/** Offer the form of its terms, and a test event while it is switched on. */
export function WebhookTrial({ webhook: key }: { webhook: webhookTrial_webhook$key }) {
  const labels = useTexts().webhooks;
  const webhook = useFragment(WEBHOOK, key);
  const [isEditing, setIsEditing] = useState(false);
  const [wasTested, setWasTested] = useState(false);
  return (
    <>
      <Button onPress={() => setIsEditing(true)}>{labels.edit}</Button>
      {webhook.isActive && <SendTest id={webhook.id} onSent={() => setWasTested(true)} />}
      <span role="status">{wasTested && labels.tested}</span>
      {isEditing && webhook.terms != null && (
        <Suspense>
          <EditWebhook webhook={webhook.terms} onClose={() => setIsEditing(false)} />
        </Suspense>
      )}
    </>
  );
}

const WEBHOOK = graphql`
  fragment webhookTrial_webhook on Webhook {
    id
    isActive
    ...editWebhook_webhook @alias(as: "terms")
  }
`;
