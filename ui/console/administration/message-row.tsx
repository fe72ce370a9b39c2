/** One message of the list: its status, its last error and its actions. */

import { commitLocalUpdate, graphql, useFragment, useRelayEnvironment } from "react-relay";
import { Link } from "wouter";
import type { messageRow_message$key } from "../__generated__/messageRow_message.graphql";
import type { messageRowRedeliverMutation } from "../__generated__/messageRowRedeliverMutation.graphql";
import type { messageRowRetryMutation } from "../__generated__/messageRowRetryMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { Button } from "../components/button";
import { LinkButton } from "../components/link-button";
import { Moment } from "../components/moment";
import { RefusalNotice } from "../components/notice";
import type { RowPlace } from "../components/rows";
import { Status } from "../components/status";
import { OrganisationLink } from "../organisations/organisation-name";
import { useViewer } from "../shell/viewer";
import { useCausesTexts } from "../texts/causes-texts";
import { useTexts } from "../texts/texts";
import { actionText } from "./action-text";
import { DiscardMessage } from "./discard-message";
import { MessageAttempts } from "./message-attempts";
import { adviceFor, kindText, obstacleOf } from "./message-causes";
import { MessageRecipient } from "./message-recipient";
import { MessageState } from "./message-state";

interface MessageRowProps {
  readonly message: messageRow_message$key;
  /** Whether the list is that of one webhook, whose name is then left out. */
  readonly isOfOneWebhook: boolean;
  /** Of persons to whom letters go. */
  readonly names: ReadonlyMap<string, string>;
  readonly place: RowPlace;
}

/**
 * Show the message; a failed one can be retried or discarded, a waiting one discarded, one that is
 * over sent again.
 */
export function MessageRow({ message: key, isOfOneWebhook, names, place }: MessageRowProps) {
  const texts = useTexts();
  const causes = useCausesTexts();
  const isAdmin = useViewer().roles.includes("ADMIN");
  const message = useFragment(
    graphql`
      fragment messageRow_message on Message {
        id
        kind
        status
        lastError
        correlationId
        insertedAt
        webhook {
          id
          url
          isActive
          needsNewSecret
        }
        organisation {
          id
          name
        }
        delivery {
          id
        }
        ...messageRecipient_message
        ...messageState_message
        ...messageAttempts_message @alias(as: "tried")
      }
    `,
    key,
  );
  const retry = useSaidMutation<messageRowRetryMutation>(RETRY, "message.retried");
  const redeliver = useSaidMutation<messageRowRedeliverMutation>(REDELIVER, "message.redelivered");
  const environment = useRelayEnvironment();
  const input = { id: message.id };
  const mayHelp = adviceFor(message)?.helps ?? true;
  const obstacle = obstacleOf(message);
  const { delivery } = message;
  const isSentAgain =
    (message.status === "PROCESSED" || message.status === "DISCARDED") &&
    message.webhook?.isActive === true;
  // A retry harms nobody and can be discarded, so it shows at once.
  function retryMessage() {
    void retry.perform({ input }, (store) => {
      store.get(message.id)?.setValue("ENQUEUED", "status").setValue(0, "attempts");
    });
  }
  async function sendAgain(id: string) {
    if ((await redeliver.perform({ input: { id } })) === null) return;
    // The answer tells of the delivery; the message is asked about again once it is none that is over.
    commitLocalUpdate(environment, (store) => {
      store.get(message.id)?.setValue("ENQUEUED", "status").setValue(0, "attempts");
    });
  }
  return (
    <li {...place}>
      <h2 className="row-title">
        {kindText(message.kind, causes) ??
          actionText(message.kind.replace(/^webhook\./, ""), texts)}{" "}
        <code>{message.kind}</code>
      </h2>
      <Status of={message.status}>{texts.messages.statuses[message.status]}</Status>
      <Moment at={message.insertedAt} />
      {(message.status === "FAILED" || message.status === "ENQUEUED") && (
        <div className="row-actions">
          {message.status === "FAILED" && mayHelp && (
            <Button isDisabled={retry.isPending} onPress={retryMessage}>
              {texts.messages.retry}
            </Button>
          )}
          {obstacle !== null && message.webhook != null && !isOfOneWebhook && (
            <LinkButton to={`/webhooks/${encodeURIComponent(message.webhook.id)}`}>
              {causes.toWebhook[obstacle === "secret" ? "secret" : "switchOn"]}
            </LinkButton>
          )}
          <DiscardMessage id={message.id} isOfWebhook={message.webhook != null} />
        </div>
      )}
      {isSentAgain && delivery != null && (
        <Button isDisabled={redeliver.isPending} onPress={() => void sendAgain(delivery.id)}>
          {texts.messages.redeliver}
        </Button>
      )}
      <p className="filters">
        {!isOfOneWebhook && <MessageRecipient message={message} names={names} />}
        {!isOfOneWebhook && message.webhook != null && (
          <Link href={`/webhooks/${encodeURIComponent(message.webhook.id)}`}>
            <bdi>{message.webhook.url}</bdi>
          </Link>
        )}
        {message.organisation != null && <OrganisationLink of={message.organisation} />}
        {isAdmin && (
          <Link href={`/trail?correlationId=${message.correlationId}`}>
            {texts.trail.ofRequest}
          </Link>
        )}
        <MessageState message={message} />
      </p>
      {message.tried != null && <MessageAttempts message={message.tried} />}
      <RefusalNotice refusal={retry.refusal ?? redeliver.refusal} />
    </li>
  );
}

const RETRY = graphql`
  mutation messageRowRetryMutation($input: MessageIdInput!) {
    retryMessage(input: $input) {
      message {
        ...messageRow_message
      }
    }
  }
`;
const REDELIVER = graphql`
  mutation messageRowRedeliverMutation($input: WebhookDeliveryIdInput!) {
    redeliver(input: $input) {
      webhookDelivery {
        id
      }
    }
  }
`;
