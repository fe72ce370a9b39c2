/** What a webhook may be told of. */
import type { WebhookTopic } from "../__generated__/newWebhookMutation.graphql";

const did = ["DECLARED", "REGISTERED", "REJECTED", "ARCHIVED", "REINSTATED", "CERTIFIED", "ISSUED"];

export const topics = [
  ...["BIRTH", "DEATH", "MARRIAGE"].flatMap((kind) => did.map((done) => `${kind}_${done}`)),
  "MERGE_CANDIDATE_PROCESSED",
  "PERSON_DEACTIVATED",
] as readonly WebhookTopic[];

/** Writes a topic as the messages do: `birth.declared`. */
export function topicName(topic: string): string {
  return topic.toLowerCase().replace(/_([^_]*)$/, ".$1");
}
