/** What a message waits for, why its last attempt failed, and what has to be done before another one helps. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type {
  messageState_message$data,
  messageState_message$key,
} from "../__generated__/messageState_message.graphql";
import { Moment } from "../components/moment";
import { runPath } from "../runs/run-path";
import { useCausesTexts } from "../texts/causes-texts";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { useTexts } from "../texts/texts";
import {
  type Advice,
  adviceFor,
  causeText,
  causeTexts,
  metSomethingElse,
  obstacleOf,
} from "./message-causes";

/** Say it; of what is over, or is tried anew since somebody has answered it, nothing. */
export function MessageState({ message: key }: { message: messageState_message$key }) {
  const texts = useTexts();
  const labels = texts.messages;
  const message = useFragment(MESSAGE, key);
  const { status, waitsFor, nextAttemptAt, organisation } = message;
  const isTriedAnew = status === "ENQUEUED" && message.attempts === 0;
  const isUnanswered = status !== "PROCESSED" && !isTriedAnew;
  const isOwn = obstacleOf(message) === null || metSomethingElse(message);
  // What is held, or waits for another message, goes on when nothing holds it any more, not at a time.
  const hasTime = waitsFor === "ATTEMPT" || waitsFor === "DEADLINE";
  return (
    <>
      {waitsFor != null && waitsFor !== "ATTEMPT" && (
        <span className="faint">{labels.waitsFor[waitsFor]}</span>
      )}
      {waitsFor === "SWITCH" && organisation != null && <ToSwitches of={organisation.id} />}
      {nextAttemptAt != null && hasTime && (
        <span className="faint">
          {labels.nextAttempt} <Moment at={nextAttemptAt} />
        </span>
      )}
      {isUnanswered && <Cause of={message} />}
      {isUnanswered && message.fault != null && isOwn && (
        <span className="faint">
          {labels.fault}: {labels.faults[message.fault]}
        </span>
      )}
    </>
  );
}

function ToSwitches({ of: id }: { of: string }) {
  const deliveries = useDeliveriesTexts();
  return (
    <Link href={`/organisations/${encodeURIComponent(id)}#sources`}>{deliveries.toSwitches}</Link>
  );
}

function Cause({ of: message }: { of: messageState_message$data }) {
  const texts = useTexts();
  const causes = useCausesTexts();
  const runs = useRunsTexts();
  const { lastError, status } = message;
  const advice = status === "ENQUEUED" || status === "PROCESSING" ? null : adviceFor(message);
  const address = advice === null ? null : addressOf(advice, message);
  return (
    <>
      {lastError != null && (
        <bdi className="faint">{causeText(lastError, causeTexts(causes, texts, runs))}</bdi>
      )}
      {advice !== null && (
        <span>
          {metSomethingElse(message) && `${causes.now} `}
          {causes.first[advice.first]}
        </span>
      )}
      {advice?.to != null && address !== null && obstacleOf(message) === null && (
        <Link href={address}>{causes.to[advice.to]}</Link>
      )}
    </>
  );
}

/** Return where something is done first; null where that is nowhere here. */
function addressOf({ to }: Advice, message: messageState_message$data): string | null {
  const { webhook, organisation, subject } = message;
  if (to === "run") return subject?.__typename === "Run" ? runPath(subject.id) : null;
  if (to === "webhook") {
    return webhook == null ? null : `/webhooks/${encodeURIComponent(webhook.id)}`;
  }
  if (to === null || organisation == null) return null;
  return `/organisations/${encodeURIComponent(organisation.id)}#${to}`;
}

const MESSAGE = graphql`
  fragment messageState_message on Message {
    status
    attempts
    lastError
    fault
    waitsFor
    nextAttemptAt
    webhook {
      id
      isActive
      needsNewSecret
    }
    organisation {
      id
    }
    subject {
      __typename
      id
    }
  }
`;
