/** What is offered once a webhook was made: a test event, which shows whether its address answers. */
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { tryWebhookMutation } from "../__generated__/tryWebhookMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { Notice, RefusalNotice } from "../components/notice";
import { useAccessTexts } from "../texts/access-texts";
import { useTexts } from "../texts/texts";

interface TryWebhookProps {
  readonly id: string;
  /** Called once the test event is on its way. */
  readonly onSent: () => void;
}

/** Offer it; what came of it stands on the page of the webhook. */
export function TryWebhook({ id, onSent }: TryWebhookProps) {
  const { webhooks } = useTexts();
  const { webhook: labels } = useAccessTexts();
  const { perform, isPending, refusal } = useApiMutation<tryWebhookMutation>(TEST);
  async function send() {
    if ((await perform({ input: { id } })) !== null) onSent();
  }
  return (
    <Notice kind="note">
      <p>{labels.tryIt}</p>
      <div className="actions">
        <Button isDisabled={isPending} onPress={() => void send()}>
          {webhooks.test}
        </Button>
        <Link href={`/webhooks/${encodeURIComponent(id)}`}>{labels.goTo}</Link>
      </div>
      <RefusalNotice refusal={refusal} />
    </Notice>
  );
}

const TEST = graphql`
  mutation tryWebhookMutation($input: WebhookIdInput!) {
    sendTestEvent(input: $input) {
      webhookDelivery {
        id
      }
    }
  }
`;
