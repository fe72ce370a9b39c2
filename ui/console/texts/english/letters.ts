/** The texts of what is sent to whom and what is kept back in English. */
export const letters = {
  kinds: {
    ORGANISATION_CREATED: "A new organisation: to its first steward",
    TRANSFER_COMPLETED: "Persons who moved here: to the stewards",
    PERSON_TRANSFERRED: "A person who moved here: to that person",
    CONSENT_OFFERED: "A consent that waits: to the stewards",
    ROLES_CHANGED: "A role given or taken: to whoever has it",
    ORGANISATIONS_MERGED: "An organisation merged into it: to those who work there",
    EXPLANATION_DUE: "An explanation due soon: to whoever owes it",
    FAILURES_DIGEST: "Messages that failed: to whoever asked for the report",
  },
  own: {
    title: "Letters to you",
    explanation:
      "The registry writes to your e-mail address about these. What you tick is saved at once. Invitations are always sent.",
    withoutAddress:
      "No address of yours is known, so nothing is sent yet. What you tick holds once one is known.",
    toAddress: "Who notes your address",
    kinds: {
      ORGANISATION_CREATED: "An organisation is made whose steward you are",
      TRANSFER_COMPLETED:
        "Persons have moved to an organisation that you look after, or from one that you work for",
      PERSON_TRANSFERRED: "You have moved to another organisation",
      CONSENT_OFFERED: "Somebody offers a consent that you answer as a steward",
      ROLES_CHANGED: "You are given a role, or one is taken from you",
      ORGANISATIONS_MERGED: "An organisation of yours has become part of another",
      EXPLANATION_DUE: "An explanation that you owe as a registrar is due soon",
      FAILURES_DIGEST: "Messages have failed of an organisation whose report you asked for",
    },
    sent: {
      show: "Letters that you were sent",
      whereTo:
        "A letter goes to the address that the account has when it is sent. The registry keeps neither that address nor the text.",
      none: "You were sent none, as far as that is kept.",
      others: {
        CUSTODY_BEGUN: "An organisation acts for you",
        INVITATION: "You are invited",
      },
      statuses: {
        ENQUEUED: "Waits",
        PROCESSING: "Being sent",
        PROCESSED: "Sent",
        FAILED: "Did not arrive",
        DISCARDED: "Not sent",
      },
    },
  },
  organisation: {
    title: "Letters and messages",
    lettersExplanation:
      "Letters about this very organisation, to whomever. Invitations are always sent, and so is the letter to a person for whom it acts.",
    letters: "Letters that are sent",
    digest: "Write to me each day about messages that failed",
    digestExplanation:
      "One e-mail a day at most, about this organisation and all below it, and none on a day without failures.",
    failures: "Kinds of messages that this report leaves out",
    failuresHint: (example: string) => `One in a line, such as ${example}; * stands for anything.`,
    save: "Save",
    saved: "Saved.",
  },
  switches: {
    title: "What goes on with them",
    explanation: "What is switched off waits in its order, and goes when it is switched on again.",
    environments: { PRODUCTION: "It counts", TEST: "It is for trying" },
    features: {
      INBOUND: "Work on what the source sends",
      WEBHOOKS: "Send what happens to the machines of this organisation",
      LETTERS: "Send letters about this organisation",
      SYNC: "Bring records from the source",
      EXPLANATIONS: "Ask for explanations",
    },
  },
};
