/** One message: how far it has come, why not further, and what an administrator can do. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { messageRow_message$key } from "../__generated__/messageRow_message.graphql";
import type { messageRowDiscardMutation } from "../__generated__/messageRowDiscardMutation.graphql";
import type { messageRowRetryMutation } from "../__generated__/messageRowRetryMutation.graphql";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { Trouble } from "../parts/notice";
import { useFormats, useTexts } from "../texts/texts";

interface MessageRowProps {
  readonly message: messageRow_message$key;
  /** Whether the list is that of one webhook, which then need not be named. */
  readonly isOfOneWebhook: boolean;
}

/** Shows the message; a failed one can be tried again or discarded, a waiting one discarded. */
export function MessageRow({ message, isOfOneWebhook }: MessageRowProps) {
  const texts = useTexts();
  const formats = useFormats();
  const told = useFragment(
    graphql`
      fragment messageRow_message on Message {
        id
        kind
        status
        attempts
        lastError
        correlationId
        nextAttemptAt
        insertedAt
        webhook {
          id
          url
        }
      }
    `,
    message,
  );
  const retry = useAct<messageRowRetryMutation>(RETRY);
  const discard = useAct<messageRowDiscardMutation>(DISCARD);
  const input = { id: told.id };
  // To be tried again harms nobody and can be discarded, so it shows at once; to be discarded is
  // for ever, and shows when the server has said so.
  function tryAgain() {
    void retry.perform({ input }, (store) => {
      store.get(told.id)?.setValue("ENQUEUED", "status").setValue(0, "attempts");
    });
  }
  return (
    <li>
      <h2 className="row-title">
        <code>{told.kind}</code>
      </h2>
      <span className={`badge ${told.status.toLowerCase()}`}>
        {texts.messages.statuses[told.status]}
      </span>
      <span>{texts.messages.attempts(told.attempts)}</span>
      <time dateTime={told.insertedAt}>{formats.time(told.insertedAt)}</time>
      {(told.status === "FAILED" || told.status === "ENQUEUED") && (
        <div className="row-actions">
          {told.status === "FAILED" && (
            <Button isDisabled={retry.isUnderWay} onPress={tryAgain}>
              {texts.messages.retry}
            </Button>
          )}
          <Button
            look="danger"
            isDisabled={discard.isUnderWay}
            onPress={() => void discard.perform({ input })}
          >
            {texts.messages.discard}
          </Button>
        </div>
      )}
      <p className="filters">
        {!isOfOneWebhook && told.webhook != null && (
          <Link href={`/webhooks/${encodeURIComponent(told.webhook.id)}`}>{told.webhook.url}</Link>
        )}
        <Link href={`/trail?correlationId=${told.correlationId}`}>{texts.trail.ofRequest}</Link>
        {told.nextAttemptAt != null && (
          <span className="faint">
            {texts.messages.nextAttempt} {formats.time(told.nextAttemptAt)}
          </span>
        )}
        {told.lastError != null && <span className="faint">{told.lastError}</span>}
      </p>
      <Trouble refusal={retry.refusal ?? discard.refusal} />
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
const DISCARD = graphql`
  mutation messageRowDiscardMutation($input: MessageIdInput!) {
    discardMessage(input: $input) {
      message {
        ...messageRow_message
      }
    }
  }
`;
