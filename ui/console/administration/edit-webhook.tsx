/** The dialog that changes a webhook. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { editWebhook_webhook$key } from "../__generated__/editWebhook_webhook.graphql";
import type { editWebhookMutation } from "../__generated__/editWebhookMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { Checkbox } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useTexts } from "../texts/texts";
import type { WebhookTopic } from "./topics";
import { inputOf, WebhookFields, type WebhookTerms } from "./webhook-fields";

interface EditWebhookProps {
  readonly webhook: editWebhook_webhook$key;
  readonly onClose: () => void;
}

/** Ask for another address, other topics, and whether it is switched on. */
export function EditWebhook({ webhook, onClose }: EditWebhookProps) {
  const texts = useTexts();
  const labels = texts.webhooks;
  const { id, url, topics, isActive } = useFragment(WEBHOOK, webhook);
  const [terms, setTerms] = useState<WebhookTerms>({
    url,
    selected: new Set(topics as readonly WebhookTopic[]),
  });
  const [isOn, setIsOn] = useState(isActive);
  const { perform, isPending, refusal } = useSaidMutation<editWebhookMutation>(
    UPDATE,
    "webhook.updated",
  );
  async function save() {
    const input = { id, ...inputOf(terms), isActive: isOn };
    if ((await perform({ input })) !== null) onClose();
  }
  return (
    <FormDialog
      title={labels.editTitle}
      submitLabel={labels.save}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <WebhookFields terms={terms} onChange={setTerms} />
      <Checkbox label={labels.isActive} isChecked={isOn} onChange={setIsOn} />
      {isActive && !isOn && <p className="faint">{labels.offExplanation}</p>}
    </FormDialog>
  );
}

const WEBHOOK = graphql`
  fragment editWebhook_webhook on Webhook {
    id
    url
    topics
    isActive
  }
`;
const UPDATE = graphql`
  mutation editWebhookMutation($input: UpdateWebhookInput!) {
    updateWebhook(input: $input) {
      webhook {
        ...editWebhook_webhook
        ...webhookState_webhook
        updatedAt
      }
    }
  }
`;
