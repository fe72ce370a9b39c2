/** The dialog that creates a webhook. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { newWebhookMutation } from "../__generated__/newWebhookMutation.graphql";
import { useApiMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { useLeaveGuard } from "../components/leave-guard";
import { useAccessTexts } from "../texts/access-texts";
import { useTexts } from "../texts/texts";
import { inputOf, WebhookFields, type WebhookTerms } from "./webhook-fields";

export interface MadeWebhook {
  readonly id: string;
  readonly secret: string;
}

interface NewWebhookProps {
  readonly connection: string;
  /** Called with the new webhook and its signing secret, or null if none was created. */
  readonly onClose: (made: MadeWebhook | null) => void;
}

/** Ask for an address and topics. */
export function NewWebhook({ connection, onClose }: NewWebhookProps) {
  const texts = useTexts();
  const labels = texts.webhooks;
  const { webhook: access } = useAccessTexts();
  const [terms, setTerms] = useState<WebhookTerms>({ url: "https://", selected: new Set() });
  const { perform, isPending, refusal } = useApiMutation<newWebhookMutation>(CREATE);
  // Its answer has the signing secret, which is shown once.
  useLeaveGuard(isPending, "secret");
  async function create() {
    const response = await perform({ input: inputOf(terms), connections: [connection] });
    const made = response?.createWebhook;
    if (made != null) onClose({ id: made.webhook.id, secret: made.signingSecret });
  }
  return (
    <FormDialog
      title={labels.add}
      explanation={access.ofClient}
      submitLabel={labels.add}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void create()}
      onClose={() => onClose(null)}
    >
      <WebhookFields terms={terms} onChange={setTerms} />
    </FormDialog>
  );
}

const CREATE = graphql`
  mutation newWebhookMutation($input: CreateWebhookInput!, $connections: [ID!]!) {
    createWebhook(input: $input) {
      signingSecret
      webhook @appendNode(connections: $connections, edgeTypeName: "WebhookEdge") {
        id
        url
        topics
        ...webhookState_webhook
        ...webhookActions_webhook
        ...deliveryStrip_webhook
      }
    }
  }
`;
