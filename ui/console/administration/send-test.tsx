/** The button that sends a webhook a test event. */
import { graphql } from "react-relay";
import type { sendTestMutation } from "../__generated__/sendTestMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { RefusalNotice } from "../components/notice";
import { useTexts } from "../texts/texts";

interface SendTestProps {
  readonly id: string;
  /** The address, where other webhooks stand beside it. */
  readonly url?: string;
  /** Called once the test event is on its way. */
  readonly onSent: () => void;
}

/** Offer it, and say why it was refused. */
export function SendTest({ id, url, onSent }: SendTestProps) {
  const { test } = useTexts().webhooks;
  const { perform, isPending, refusal } = useApiMutation<sendTestMutation>(TEST);
  async function send() {
    if ((await perform({ input: { id } })) !== null) onSent();
  }
  return (
    <>
      <Button
        {...(url === undefined ? {} : { "aria-label": `${test}: ${url}` })}
        isDisabled={isPending}
        onPress={() => void send()}
      >
        {test}
      </Button>
      <RefusalNotice refusal={refusal} />
    </>
  );
}

const TEST = graphql`
  mutation sendTestMutation($input: WebhookIdInput!) {
    sendTestEvent(input: $input) {
      webhookDelivery {
        id
      }
    }
  }
`;
