/** The texts of what is delivered, to whom, and what is tried again in English. */
export const deliveries = {
  needsSecret:
    "What stops deliveries now: no key of this registry opens the secret of this webhook. That is our fault. Make a new secret and give it to the receiver; “Try again” comes back then. What failed before had causes of its own: each stands beside its message.",
  triedLater: "What failed can be tried again once the webhook has a new secret.",
  newSecret: {
    lost: "It is shown this once. Give it to the receiver before you try anything again: what is signed with it is refused until the receiver has it.",
    other:
      "It is shown this once. Give it to the receiver within a day: until then the old one signs beside it.",
    reminder:
      "The secret is new. Give it to the receiver first, then try again what failed: until the receiver has it, every message is refused.",
  },
  troubles: { secret: "needs a new secret", failing: "deliveries fail" },
  rotateLost:
    "Give the new secret to the receiver: the present one cannot be opened here, and signs nothing any more.",
  all: "All",
  lists: "Messages",
  notArrivedTab: "Did not arrive",
  ofRecord: "What was sent about this record stands under",
  ofOneRecord: "Messages about one record alone.",
  tested: (url: string) =>
    `A test event is on its way to ${url}: its page says whether it arrives.`,
  paused: "paused",
  switchedOff: (name: string) =>
    `Nothing is sent now: webhooks are switched off for ${name}. What happens waits, and goes out in its order once they are on.`,
  explanationsOff: (name: string) =>
    `What is about explanations waits: it is switched off for ${name}.`,
  toSwitches: "To the switches",
  to: "To",
  invited: "To whoever was invited",
  toWhichWebhook: "Webhook",
  notArrived: "All that did not arrive",
  discard: {
    title: "Discard this message?",
    ofWebhook:
      "It is never tried again. It stays in the list as discarded, and can be sent to its webhook once more from there.",
    ofLetter: "It is never tried again. It stays in the list as discarded.",
  },
  retryAll: {
    act: "Try all failed again",
    title: "Try all failed messages again?",
    explanation:
      "All that failed and fit the filter are delivered again, the oldest first. A receiver that has one already gets it once more, with the same id.",
    titleOf: (count: number, orMore: string, url: string) =>
      `Try ${count}${orMore} failed ${count === 1 ? "message" : "messages"} to ${url} again?`,
    explanationOf:
      "They are delivered again, the oldest first. A receiver that has one already gets it once more, with the same id.",
    progress: (done: number, total: number) =>
      `${done} of ${total} are tried again. Whether they arrive is seen here as it happens.`,
  },
};
