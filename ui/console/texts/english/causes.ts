/** The texts of what messages are, why one did not arrive and what helps in English. */
export const causes = {
  /** By how the kind of a message begins. */
  kinds: {
    "run.sync": "Sync with a source",
    "run.erasure": "Erasure of an organisation",
    "run.transfer": "Transfer of persons",
    "run.organisation_merge": "Merge of organisations",
    "run.organisation_move": "Move of an organisation",
    "inbound.explanation": "From a source: a request for an explanation",
    "inbound.organisation": "From a source: an organisation has changed",
    "inbound.unknown": "From a source: of a kind that is not known here",
    "letter.organisation_created": "Letter: an organisation was made",
    "letter.transfer_completed": "Letter: persons were transferred",
    "letter.person_transferred": "Letter to a person: transferred",
    "letter.consent_offered": "Letter: a consent waits",
    "letter.roles_changed": "Letter: roles were given or taken",
    "letter.custody_begun": "Letter: put in somebody's care",
    "letter.organisations_merged": "Letter: organisations were merged",
    "letter.invitation": "Letter: an invitation",
    "letter.explanation_due": "Letter: an explanation is due",
    "letter.failures_digest": "Letter: report of failures",
    "digest.mail": "Daily report of failures, by mail",
    "digest.webhook": "Daily report of failures, to a webhook",
    "webhook.test": "Test event",
  } as Readonly<Record<string, string>>,
  /** In the words of the server. */
  why: {
    "Whoever it is for is gone or has no address": "Whoever it is for is gone or has no address",
    "What it is about is over": "What it is about is over",
    "Its address is not among those that SELFSAME_LETTERS_ALLOWED lists":
      "Its address is not among those that SELFSAME_LETTERS_ALLOWED lists",
    "No mail server is set": "No mail server is set",
    "Mail to its address came back before": "Mail to its address came back before",
    "Whoever it is for gets no letters of its kind":
      "Whoever it is for gets no letters of its kind",
    "Its organisation sends no letters of its kind":
      "Its organisation sends no letters of its kind",
    "Every delivery failed for days: the webhook is switched off":
      "Every delivery failed for days: the webhook is switched off",
    "The receiver answered 410: the webhook is switched off":
      "The receiver answered 410: the webhook is switched off",
    "The webhook was switched off": "The webhook was switched off",
    "The client may not read the record any more": "The client may not read the record any more",
    "The webhook was deleted": "The webhook was deleted",
    "The organisation was erased": "The organisation was erased",
    "The source was retired": "The source was retired",
    "Its next step was discarded": "Its next step was discarded",
    "No key of this installation opens the secret: make a new secret":
      "No key of this registry opens the secret",
    "Interrupted: the worker was lost": "Interrupted: the worker was lost",
    "It is not known whether it was taken": "It is not known whether it was taken",
    "The mail server cannot be reached": "The mail server cannot be reached",
    "The certificate of the mail server is not valid":
      "The certificate of the mail server is not valid",
    "The mail server takes no password": "The mail server takes no password",
    "The mail server takes no password that is not ASCII":
      "The mail server takes no password that is not ASCII",
    "The address is in a private network": "The address is in a private network",
    "The certificate is not valid": "The certificate is not valid",
    "No connection": "No connection",
  } as Readonly<Record<string, string>>,
  answered: (status: string) => `Answered ${status}`,
  mailAnswered: (code: string) => `The mail server answered ${code}`,
  cameBack: (code: string) => `Mail came back: ${code}`,
  silent: (seconds: string) => `No answer within ${seconds} seconds`,
  unsent: (name: string) => `It could not be sent (${name})`,
  now: "What stops it now:",
  /** What has to be done before trying again helps, or why it never does. */
  first: {
    token: "Trying again meets the same. Give a new token where the sync stands.",
    secret:
      "The fault is ours: no key of this registry opens the secret of the webhook. Make a new secret and give it to the receiver; then it can be tried again here.",
    switchOn:
      "Nothing is sent there: the webhook is switched off. Switch it on; then it can be tried again here.",
    sendAnew: "Trying again meets the same. Whoever sent it has to put it right and send it anew.",
    otherLink:
      "Trying again meets the same. Whoever sent it has to send it by the link that counts.",
    mailServer: "Nobody gets a letter until whoever runs this registry sets a mail server.",
    address: "Check the address first; another attempt at the same one meets the same.",
    allowed: "Whoever runs this registry decides to which addresses letters go.",
    letters: "The organisation has switched letters of this kind off.",
    maybeTaken: "It may have arrived: whoever has it gets it a second time.",
  },
  /** Where a failed message cannot go before its webhook is put right. */
  toWebhook: {
    secret: "To the webhook, to make a new secret",
    switchOn: "To the webhook, to switch it on",
  },
  to: {
    run: "To the sync",
    webhook: "To the webhook",
    sources: "To the links with sources",
    letters: "To the letters that are sent",
  },
};
