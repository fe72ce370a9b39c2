/** The topics of webhooks. */
import type { WebhookTopic } from "../__generated__/newWebhookMutation.graphql";
import type { Texts } from "../texts/english";
import { actionText } from "./action-text";

export type { WebhookTopic };

const participles = [
  "DECLARED",
  "REGISTERED",
  "REJECTED",
  "ARCHIVED",
  "REINSTATED",
  "CERTIFIED",
  "ISSUED",
  "CORRECTED",
  "ANNULLED",
];

export const topics = [
  ...["BIRTH", "DEATH", "MARRIAGE"].flatMap((kind) =>
    participles.map((participle) => `${kind}_${participle}`),
  ),
  "CERTIFICATE_REVOKED",
  "MERGE_CANDIDATE_PROCESSED",
  "PERSON_DEACTIVATED",
  "PERSON_REACTIVATED",
  "PERSON_ANONYMISED",
  "ORGANISATION_ERASED",
  "ORGANISATION_MERGED",
  "MERGE_CANDIDATE_REOPENED",
  "MEMBERSHIP_STARTED",
  "MEMBERSHIP_ENDED",
  "CONSENT_OFFERED",
  "CONSENT_ACCEPTED",
  "CONSENT_DECLINED",
  "CONSENT_CHANGED",
  "CONSENT_WITHDRAWN",
  "ROLE_GRANT_GIVEN",
  "ROLE_GRANT_TAKEN",
  "EXPLANATION_REQUESTED",
  "EXPLANATION_SHOWN",
  "MESSAGE_FAILED",
] as readonly WebhookTopic[];

/** Return a topic as messages have it: `birth.declared`. */
export function topicName(topic: string): string {
  return topic.toLowerCase().replace(/_([^_]*)$/, ".$1");
}

/** Return a topic in words and as messages have it: `Birth: declared (birth.declared)`. */
export function topicText(topic: string, texts: Texts): string {
  return `${actionText(topicName(topic), texts)} (${topicName(topic)})`;
}

/** The topics by what they are about, in their order. */
export const topicGroups = [...new Set(topics.map(nounOf))].map((noun) => ({
  noun,
  topics: topics.filter((topic) => nounOf(topic) === noun),
}));

/** Return the noun of a topic, as the trail has it: `merge_candidate`. */
function nounOf(topic: string): string {
  return topicName(topic).split(".")[0] ?? topic;
}
