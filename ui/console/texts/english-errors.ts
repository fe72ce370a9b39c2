/** What the pages say when something is refused, in English: by the server's words, codes and rules. */

export const errors = {
  again: "Try again", reference: "Reference:",
  notFound: "This does not exist, or you may not see it.",
  known: {
    "Assignee is not allowed to ask for new merge request":
      "You already have a pair that waits for your decision.",
    "Assignee reached limit in postponed merge_requests":
      "You have postponed as many pairs as you may. Decide one of them first.",
    "Merge request not found": "This pair is not yours, or it does not exist.",
    "Incorrect transition status": "This pair has been decided already.",
    "User doesn't have required role": "Your role does not allow this.",
    "Invalid scopes": "Your session does not allow this.",
    "Input is invalid": "Something is not right yet:",
    "Webhook cannot be made": "Something is not right yet:",
    "A client of this name exists already": "A client of this name exists already.",
    "A user of this name exists already": "A user of this name exists already.",
    "Nobody grants to themselves": "Nobody grants to themselves.",
    "The last ADMIN can be neither blocked nor stripped":
      "The last administrator can neither be blocked nor lose the role.",
    "Action is not available in this status": "The record has moved on; this cannot be done now.",
    "A registrar must first say whether it is a duplicate":
      "Say first whether it is a duplicate.",
    "Only the client that declared it may amend it":
      "Only whoever declared it may amend it.",
    "Only a failed message can be retried": "Only a failed message can be tried again.",
    "Only a failed or waiting message can be discarded":
      "Only a failed or waiting message can be discarded.",
    "The webhook of this message was deleted": "The webhook of this message was deleted.",
    "Too many failed attempts": "Too many attempts failed. Please wait a little.",
    "Master person is not active": "The record that should stand has been given up itself.",
    "A USER_INTERFACE client has no secret": "A user interface has no secret.",
    "A client has at most 20 webhooks": "A client has at most 20 webhooks.",
    "Idempotency key was used with a different request":
      "This was sent before with other words, and done. Look whether it is there already.",
    "Comment is longer than 3000 characters": "The comment is too long.",
    "Comment has control characters": "The comment has characters that no text has.",
    "Filter must have at least one of its fields": "Fill in at least one field to search.",
    "overlapSeconds is a number from 0 to 604800": "That time is too long.",
  },
  codes: {
    UNREACHABLE: "The server does not answer. Check your connection and try again.",
    UNAUTHENTICATED: "Your session has ended. Please sign in again.",
    FORBIDDEN: "You may not do this.",
    BAD_REQUEST: "The server cannot read this. Is an id or a date incomplete?",
    NOT_FOUND: "This does not exist, or you may not see it.",
    CONFLICT: "This cannot be done as things stand.",
    UNPROCESSABLE_ENTITY: "Something is not right yet.",
    RATE_LIMITED: "That was too often. Please wait a little and try again.",
    UNAVAILABLE: "The database is away for a moment. Please try again.",
    INTERNAL: "Something went wrong on our side.",
  },
  /** By the rule's name; where a rule has no words here, the server's own are shown. */
  rules: {
    required: "This is needed.", not_blank: "This is needed.", max_length: "This is too long.",
    length: "This is too short or too long.", characters: "This has characters that no text has.",
    not_in_the_future: "This lies in the future.", national_id: "This is not ten digits.",
    different: "Somebody else of this declaration has this number.",
    older_than_the_child: "A parent is at least 12 years older than the child.",
    before_the_death: "The birth comes before the death.", two: "There are exactly two.",
    old_enough: "A spouse is at least 16 at the marriage.", two_or_more: "There are at least two.",
    email: "This is no e-mail address.", phone_number: "This is no phone number.",
    on_the_record: "The record does not name this person.", range: "This is out of range.",
    not_negative: "This is less than nothing.", max_digits: "This has too many digits.",
    max_decimals: "The currency has fewer decimals.", known: "This is not known.",
    completed: "The payment is not completed.", calendar: "This lies outside the calendar.",
    not_empty: "Choose at least one.", machines: "This is not for machines.",
    exists: "There is no such record.", same_kind: "That record is of another kind.",
    address: "Nothing can be sent there: it has to be an https address that the internet reaches.",
  },
};
