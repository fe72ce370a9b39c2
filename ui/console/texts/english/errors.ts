/** The texts of refusals in English: by the server's message, by code, and by rule. */

export const errors = {
  retry: "Try again",
  reference: "Reference:",
  halfADate: "The date is not complete. Nothing was sent.",
  notFound: "This does not exist, or you may not see it.",
  messages: {
    "Alerts need an answer": "Tick what you have looked into, then go on.",
    "Assignee is not allowed to ask for new merge request":
      "You already have a pair that waits for your decision.",
    "Assignee reached limit in postponed merge_requests":
      "You have postponed as many pairs as you may. Decide one of them first.",
    "Merge request not found": "This pair is not yours, or it does not exist.",
    "Incorrect transition status": "Meanwhile this has moved on: what you asked for was not done.",
    "User doesn't have required role": "Your role does not allow this.",
    "Person is another user's": "This person is another user already.",
    "Reviewer has a conflict of interest":
      "You know one of these two, so other reviewers decide about them.",
    "Invalid scopes": "Your session does not allow this.",
    "Input is invalid": "Something is not right yet:",
    "Webhook cannot be made": "Something is not right yet:",
    "Webhook cannot be changed": "Something is not right yet:",
    "Webhook is switched off": "This webhook is switched off. Switch it on first.",
    "Delivery is waiting or under way": "This waits or is under way already.",
    "Client may not read the record any more":
      "The webhook's client may not read this record any more.",
    "A client of this name exists already": "A client of this name exists already.",
    "A user of this name exists already": "A user of this name exists already.",
    "A second factor is set up already": "A second factor is set up already.",
    "Nobody takes their own second factor without a code":
      "Your own second factor is removed on the page of your account, by a code of it.",
    "Nobody grants to themselves": "Nobody grants to themselves.",
    "External id was used for another request":
      "The other system has used this id for another request.",
    "Explanation was requested already":
      "The reasons of this rejection have been asked for already.",
    "Period for requests is over": "The time to ask for the reasons is over.",
    "Only who declared the record may ask for an explanation":
      "Only whoever declared this may ask for the reasons.",
    "Explanation request is another registrar's": "Another registrar answers this request.",
    "Invitation is settled":
      "This invitation has been accepted or withdrawn, or has expired. Ask for a new one.",
    "Invitation not found": "This invitation does not exist.",
    "Nobody deletes themselves": "Nobody deletes themselves. Ask another administrator or steward.",
    "Member not found": "This person does not belong to the organisation any more.",
    "The last ADMIN can be neither blocked nor stripped":
      "The last administrator can neither be blocked nor lose the role.",
    "The client of the console keeps its name":
      "People sign in through this client: it keeps its name.",
    "Action is not available in this status": "The record has moved on; this cannot be done now.",
    "A registrar must first say whether it is a duplicate": "Say first whether it is a duplicate.",
    "Only the client that declared it may amend it": "Only whoever declared it may amend it.",
    "Only a failed message can be retried": "Only a failed message can be tried again.",
    "Only a failed or waiting message can be discarded":
      "Only a failed or waiting message can be discarded.",
    "The webhook of this message was deleted": "The webhook of this message was deleted.",
    "Too many failed attempts": "Too many attempts failed. Please wait a little.",
    "A correction is open": "A correction of this record is open. It has to be settled first.",
    "Correction is settled already": "This correction has been settled already.",
    "Record has changed since it was read": "The record has changed meanwhile. Look at it again.",
    "Record is assigned to another registrar":
      "Another registrar has taken this record. They, or an administrator, can give it back.",
    "Second person is needed": "Another person has to do this.",
    "Merge is undone already": "This merge has been undone already.",
    "What the merge changed is not known":
      "This merge is from before its effects were kept, and cannot be undone.",
    "Merge is not open to this person":
      "You have voted on this pair, or have to do with one of the records. Another has to do this.",
    "Consent was changed meanwhile": "This consent was changed meanwhile. Look at it again.",
    "Organisation has a run under way":
      "Something is under way for this organisation. Wait for its end, or cancel it.",
    "Organisation was changed meanwhile":
      "Somebody changed this organisation meanwhile. Look at it again.",
    "Run cannot be approved": "It does not wait for approval any more.",
    "Run cannot be resumed": "It has not stopped, or goes on already.",
    "Run cannot be cancelled": "It is over, or does its last step.",
    "Run not found": "There is no such act, or it is not yours to see.",
    "Draft not found": "There is no such draft of yours any more.",
    "Draft has changed since it was read":
      "This draft was changed in another window or on another computer meanwhile.",
    "A user keeps at most 50 drafts":
      "You keep 50 drafts already. Finish or discard one on the page Declare.",
    "Too many invitations":
      "You have invited as many people today as one may, or this address too often. Try again tomorrow.",
    "Too many deliveries are asked for":
      "So much was sent to this webhook just now that it has to wait a minute.",
    "Plan not found": "There is no such plan any more, or it is not yours to see. Plan anew.",
    "Plan is out of date":
      "Something that the plan names has changed. Plan anew, and look at it again.",
    "Plan was signed":
      "It is signed: what it says is done or under way. Cancel that while it goes on.",
    "Plan was withdrawn":
      "Somebody has withdrawn this plan, so nobody signs it any more. Plan anew if it shall be done after all.",
    "Plan is blocked": "Something stops it. Settle what the plan lists, and plan anew.",
    "Name does not match": "This is not its name. Type it as it stands above.",
    "Organisation needs a steward":
      "The last steward of an organisation stays. Name another first.",
    "Role is not limited to organisations": "This role holds everywhere, or not at all.",
    "Source name is taken": "Another source has this name.",
    "Source link not found": "There is no such link.",
    "Inbound message is incomplete": "The message lacks what it needs.",
    "Source link is for tests":
      "It came by a link for tests, which asks nothing about real records.",
    "Source is retired": "This source is retired.",
    "The source does not answer": "The source does not answer. Try again later.",
    "The source shows no roles": "This source shows nobody's roles.",
    "Source is linked already": "This organisation or this group is linked already.",
    "Source not found": "There is no such source.",
    "A token of the source is needed":
      "This source is read with a token of yours. Where it takes none, whoever signs in at an outside issuer syncs it.",
    "The source is not read with a caller's token": "This source takes no token that is sent.",
    "Nobody signs in at the source": "People do not sign in at this source.",
    "Sign-in at the source not found":
      "This sign-in at the source is not known here. Begin the sync again.",
    "Sign-in at the source took too long":
      "Signing in at the source took longer than 10 minutes. Begin the sync again.",
    "Sign-in at the source was used already":
      "This sign-in at the source was used already. Look whether the sync has begun, or begin it again.",
    "Sign-in at the source was begun by somebody else":
      "This sign-in at the source was begun by somebody else, or before you signed in here anew. Begin the sync again.",
    "The source has denied the sign-in":
      "The source has not let you sign in, or you said no there. Nothing was read.",
    "Another issuer than the source's has answered":
      "The answer is not of the source where you were sent. Nothing was read.",
    "The source gives no token for the sign-in":
      "The source did not accept the sign-in. Begin the sync again.",
    "The source cannot be signed in at":
      "Signing in at this source does not work. An administrator should look at how it is set up.",
    "Organisation name is taken": "Another organisation of the same parent has this name.",
    "Organisation would contain itself": "This organisation stands below the one that you move.",
    "Organisations are at most 12 deep": "The tree of organisations would be deeper than 12.",
    "Organisation is not active": "This organisation has ended: nothing new begins in it.",
    "Organisation has active ones below it": "Archive the organisations below it first.",
    "Merge has an open proposal": "Somebody has proposed this already.",
    "Request to take back not found": "Nobody has asked for this merge to be taken back.",
    "Request to take back is declined already": "Somebody has declined this already.",
    "Request to take back is withdrawn": "Whoever asked has withdrawn this.",
    "Request to take back was withdrawn twice":
      "You have withdrawn what you asked of this merge twice already. This time it will be answered.",
    "Reviewer has asked for this already":
      "You have asked for this already. The answer stands in your requests.",
    "Records have changed since they were shown":
      "The records have changed meanwhile. Look at them again.",
    "Proposal is settled": "This proposal was declined, or has lapsed.",
    "Only who asked for a correction may withdraw it":
      "Only whoever asked for it may take it back.",
    "Person is on other records": "The person was merged, or is on other records.",
    "Certificate is revoked already": "The certificate has been revoked already.",
    "Template is not available": "This template is not in use for such records and this language.",
    "Certificate template is retired": "This template has been retired already.",
    "Merge contradicts an earlier decision":
      "Reviewers have decided before that these are different people. Say that you mean it anyway.",
    "Person is not active": "The record that would give way is void; nothing is merged with it.",
    "Master person is not active": "The record that should stand has been given up itself.",
    "A USER_INTERFACE client has no secret": "A user interface has no secret.",
    "This is a copy of several regions: act in the region":
      "This is a copy of several regions. Do it in the region.",
    "A client has at most 20 webhooks": "A client has at most 20 webhooks.",
    "The source no longer accepts the token":
      "The source no longer accepts the token: it has expired or was taken back. Begin again with a new one.",
    "The source does not let the token read the group":
      "The token may not read this group at the source. Begin again with one that may.",
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
    PASSWORD_MUST_BE_CHANGED: "This password has to be changed first.",
    SECOND_FACTOR_NEEDED: "A code of your second factor is needed.",
    SECOND_FACTOR_MUST_BE_SET_UP: "Your role needs a second factor. Set it up first.",
    UNAVAILABLE: "The database is away for a moment. Please try again.",
    INTERNAL: "Something went wrong on our side.",
  },
  /** By the server's message, where one rule has several. */
  violations: {
    "Somebody else of this declaration has it": "Somebody else on this form has this number.",
    "A first name, a last name or both are needed": "A first name or a last name is needed.",
    "A source is read in one way at least": "Choose at least one way.",
    "One person at least is needed, or null for all of them": "Choose at least one person.",
    "A webhook has at least one topic": "A webhook needs a topic.",
    "Nobody marries themselves": "Both spouses are the same person.",
    "No record is its own duplicate": "A record is no duplicate of itself.",
    "There is no such person": "There is no such person.",
    "There is no such record": "There is no such record.",
    "It is no currency code of ISO 4217": "This is no currency code, such as EUR.",
    "There is no such scope": "There is no such scope.",
    "It is not 1 to the number of children": "This is not a place among so many children.",
    "It is not 2 to 9": "Choose a number from 2 to 9.",
    "It is needed more than 365 days after the event":
      "This is needed more than a year after the event.",
    "The record is of another kind": "That record is of another kind.",
    "Blanks alone are no password": "Blanks alone are no password.",
    "Invisible characters cannot be taken": "This has characters that nobody can see.",
    "It has 1 to 100 of the characters a-z, 0-9, _, . and *":
      "Use the letters a to z, digits, _, . and * alone.",
    "Control characters cannot be taken": "This has characters that no text has.",
  },
  /** By the rule's name; where a rule has no words here, the server's own are shown. */
  rules: {
    born_before_the_death: "The person was born after this death.",
    death_only: "Only a death is about a person on record.",
    amount: "This is no amount, such as 12.50.",
    required: "This is needed.",
    choice: "Choose one of those that are found below.",
    whom: "Choose who it was, or that nobody on record matches.",
    ticked: "Tick each of these that you have looked into.",
    not_blank: "This is needed.",
    max_length: "This is too long.",
    font: "This is no font that can be embedded.",
    language: "This is no language tag, such as en or uk.",
    length: "This is too short or too long.",
    characters: "This has characters that no text has.",
    json_object: "This cannot be kept in this form.",
    letter: "It shows no letter.",
    mutable: "Letters of this kind are never muted.",
    letters: "The fonts of the template lack letters that this needs.",
    multiple_birth: "This does not fit what else is said of the multiple birth.",
    year: "A year has four digits.",
    one_of_the_two: "This is given twice.",
    date: "This is no whole date: day, month and year are needed.",
    not_in_the_future: "This lies in the future.",
    national_id: "This is not ten digits.",
    one_time_code: "This is not the code that your authenticator shows now.",
    another: "Choose another password than before.",
    different: "This is the same as another.",
    older_than_the_child: "A parent is at least 12 years older than the child.",
    before_the_death: "The birth comes before the death.",
    two: "There are exactly two.",
    old_enough: "A spouse is at least 16 at the marriage.",
    other: "Choose another organisation.",
    two_or_more: "There are at least two.",
    email: "This is no e-mail address.",
    period: "The period ends before it begins.",
    phone_number: "This is no phone number.",
    unchanged: "Nothing is different.",
    on_the_record: "The record does not name this person.",
    range: "This is out of range.",
    view: "Seeing the record is part of every consent.",
    custody: "Custody cannot be offered.",
    bound: "Only a machine is bound to an organisation.",
    future: "Give a moment that is still to come.",
    sandbox: "The sandbox refuses this on demand.",
    not_negative: "This is less than nothing.",
    max_digits: "This has too many digits.",
    max_decimals: "The currency has fewer decimals.",
    known: "This is not known.",
    completed: "The payment is not completed.",
    calendar: "This lies outside the calendar.",
    exports: "The source exports no groups: leave the Group out.",
    not_empty: "Choose at least one.",
    machines: "This is not for machines.",
    exists: "There is no such record.",
    same_kind: "That record is of another kind.",
    address: "Nothing can be sent there: it has to be an https address that the internet reaches.",
  },
};
