/** What an administrator does with a webhook on its own page: change it, try it. */
import { Suspense, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { webhookTrial_webhook$key } from "../__generated__/webhookTrial_webhook.graphql";
import type { webhookTrialMutation } from "../__generated__/webhookTrialMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { RefusalNotice } from "../components/notice";
import { useTexts } from "../texts/texts";
import { EditWebhook } from "./edit-webhook";

/** Offer the form of its terms, and a test event while it is switched on. */
export function WebhookTrial({ webhook: key }: { webhook: webhookTrial_webhook$key }) {
  const labels = useTexts().webhooks;
  const webhook = useFragment(WEBHOOK, key);
  const [isEditing, setIsEditing] = useState(false);
  const [wasTested, setWasTested] = useState(false);
  const test = useApiMutation<webhookTrialMutation>(TEST);

  async function sendTest() {
    setWasTested(false);
    setWasTested((await test.perform({ input: { id: webhook.id } })) !== null);
  }

  return (
    <>
      <Button onPress={() => setIsEditing(true)}>{labels.edit}</Button>
      {webhook.isActive && (
        <Button isDisabled={test.isPending} onPress={() => void sendTest()}>
          {labels.test}
        </Button>
      )}
      <span role="status">{wasTested && labels.tested}</span>
      <RefusalNotice refusal={test.refusal} />
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
const TEST = graphql`
  mutation webhookTrialMutation($input: WebhookIdInput!) {
    sendTestEvent(input: $input) {
      webhookDelivery {
        id
      }
    }
  }
`;
