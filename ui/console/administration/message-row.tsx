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

/** Shows the message; a failed one can be tried again or discarded, a waiting one discarded. */
export function MessageRow({ message }: { message: messageRow_message$key }) {
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
      }
    `,
    message,
  );
  const retry = useAct<messageRowRetryMutation>(RETRY);
  const discard = useAct<messageRowDiscardMutation>(DISCARD);
  const input = { id: told.id };
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
      <Link href={`/trail?correlationId=${told.correlationId}`}>{texts.trail.ofRequest}</Link>
      {told.status === "FAILED" && (
        <Button isDisabled={retry.isUnderWay} onPress={() => void retry.perform({ input })}>
          {texts.messages.retry}
        </Button>
      )}
      {(told.status === "FAILED" || told.status === "ENQUEUED") && (
        <Button
          look="danger"
          isDisabled={discard.isUnderWay}
          onPress={() => void discard.perform({ input })}
        >
          {texts.messages.discard}
        </Button>
      )}
      {told.nextAttemptAt != null && (
        <p className="faint">
          {texts.messages.nextAttempt} {formats.time(told.nextAttemptAt)}
        </p>
      )}
      {told.lastError != null && <p className="faint">{told.lastError}</p>}
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
