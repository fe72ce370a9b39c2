/** The dialog that creates a webhook. */
import { Suspense, useState } from "react";
import { graphql } from "react-relay";
import type { newWebhookMutation } from "../__generated__/newWebhookMutation.graphql";
import { useApiMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { useLeaveGuard } from "../components/leave-guard";
import { useTexts } from "../texts/texts";
import { inputOf, WebhookFields, type WebhookTerms } from "./webhook-fields";
import { WebhookOwner } from "./webhook-owner";
import { WebhooksOfPrograms } from "./webhooks-of-programs";

export interface MadeWebhook {
  readonly id: string;
  readonly secret: string;
}

interface NewWebhookProps {
  /** The id of the client that it begins with; empty for the console's own. */
  readonly of: string;
  readonly connection: string;
  /** Called with the new webhook and its signing secret, or null if none was created. */
  readonly onClose: (made: MadeWebhook | null) => void;
}

/** Ask for whom it is, for an address and topics. */
export function NewWebhook({ of, connection, onClose }: NewWebhookProps) {
  const texts = useTexts();
  const labels = texts.webhooks;
  const [client, setClient] = useState(of);
  const [terms, setTerms] = useState<WebhookTerms>({ url: "https://", selected: new Set() });
  const { perform, isPending, refusal } = useApiMutation<newWebhookMutation>(CREATE);
  // Its answer has the signing secret, which is shown once.
  useLeaveGuard(isPending, "secret");
  async function create() {
    const input = { ...inputOf(terms), ...(client === "" ? {} : { clientId: client }) };
    const response = await perform({ input, connections: [connection] });
    const made = response?.createWebhook;
    if (made != null) onClose({ id: made.webhook.id, secret: made.signingSecret });
  }
  return (
    <FormDialog
      title={labels.add}
      submitLabel={labels.add}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void create()}
      onClose={() => onClose(null)}
    >
      <WebhookFields terms={terms} onChange={setTerms}>
        <Suspense>
          <WebhookOwner value={client} onChange={setClient} />
          <WebhooksOfPrograms />
        </Suspense>
      </WebhookFields>
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
        isActive
        client {
          name
        }
        ...webhookState_webhook
        ...webhookActions_webhook
        ...deliveryStrip_webhook
      }
    }
  }
`;
