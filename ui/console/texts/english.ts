/** Every word of the pages, in English; a translation has the same names. */

export const english = {
  shell: {
    skip: "Skip to the content", menu: "Pages", loading: "Loading…", language: "Language",
    theme: "Theme", signOut: "Sign out", close: "Close", cancel: "Cancel", save: "Save",
    back: "Back", copy: "Copy", copied: "Copied", yes: "Yes", no: "No",
    nothingHere: "Nothing here",
    nothingHereWords: "There is no such page, or it belongs to a role that you do not hold.",
    noRole: "You hold no role yet. An administrator can grant you one.",
  },
  themes: { system: "System theme", light: "Light", dark: "Dark" },
  menu: {
    review: "Review", requests: "My requests", records: "Records", persons: "Persons", declare: "Declare",
    dashboard: "Dashboard", trail: "Audit trail", users: "Users", clients: "Clients",
    webhooks: "Webhooks", messages: "Messages",
  },
  signIn: {
    title: "Sign in to Selfsame", username: "User name", password: "Password", submit: "Sign in",
    wrong: "The name or the password is wrong, or the account is blocked.",
    endings: {
      "signed-out": "You have signed out.",
      expired: "Your session has ended. Please sign in again.",
      "user-blocked": "Your account has been blocked. An administrator can tell you why.",
      "client-blocked": "This console has been blocked. An administrator can tell you why.",
    },
  },
  lists: {
    more: "Show more", end: "That is all.", empty: "Nothing to show.", order: "Order",
    newest: "Newest first", oldest: "Oldest first", filters: "Filters", clear: "Clear filters",
    apply: "Apply",
  },
  errors: {
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
      "Input is invalid": "Something is not right yet: see the fields that are marked.",
      "Webhook cannot be made": "Something is not right yet: see the fields that are marked.",
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
      "Input cannot be taken": "Something is not right yet: see the fields that are marked.",
      "Master person is not active": "The record that should stand has been given up itself.",
    },
    codes: {
      UNREACHABLE: "The server does not answer. Check your connection and try again.",
      UNAUTHENTICATED: "Your session has ended. Please sign in again.",
      FORBIDDEN: "You may not do this.",
      BAD_REQUEST: "The server does not understand the request.",
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
      characters: "This has characters that no text has.",
      not_in_the_future: "This lies in the future.", national_id: "This is not ten digits.",
      different: "Somebody else of this declaration has this number.",
      older_than_the_child: "A parent is at least 12 years older than the child.",
      before_the_death: "The birth comes before the death.",
      old_enough: "A spouse is at least 16 at the marriage.",
      email: "This is no e-mail address.", phone_number: "This is no phone number.",
      on_the_record: "The record does not name this person.",
      not_negative: "This is less than nothing.",
      max_decimals: "The currency has fewer decimals.", known: "This is not known.",
      not_empty: "Choose at least one.",
    } as Record<string, string>,
  },
  review: {
    title: "Review", pair: "Pair", next: "Get the next pair", nextIsHere: "The next pair is here.",
    ready: "Two records that may be one person: you decide whether they are.",
    limitReached:
      "You have postponed as many pairs as you may. Decide one of them before you get the next.",
    noneLeft: "No pair is left for you. Come back later.",
    postponed: (count: number, limit: number) => `Postponed: ${count} of ${limit}.`,
    seePostponed: "See them",
    field: "Field", duplicate: "Possible duplicate", master: "Possible master",
    agreement: "Agreement", missing: "missing", comment: "Comment (optional)",
    commentHint: "C brings you here, Escape back.", decision: "Your decision",
    isDecided: "You have decided:", isSuperseded: "Settled without your decision; you had said:",
  },
  fields: {
    firstName: "First name", lastName: "Last name", secondName: "Second name",
    birthDate: "Born", gender: "Gender", taxId: "Tax number", nationalId: "National id",
    email: "E-mail", deathDate: "Died", documents: "Documents", phones: "Phones",
    addresses: "Addresses",
  } as Record<string, string>,
  genders: { MALE: "Male", FEMALE: "Female", OTHER: "Other", UNKNOWN: "Not known" },
  agreements: {
    EXACT: "agrees", CLOSE: "nearly agrees", DIFFERENT: "differs", MISSING: "missing",
  },
  decide: { MERGE: "Merge", SPLIT: "Split", POSTPONE: "Postpone", TRASH: "Trash" },
  decisions: {
    NEW: "New", MERGE: "Merged", SPLIT: "Split", POSTPONE: "Postponed", TRASH: "Trashed",
  },
  said: {
    MERGE: "Said: one person.", SPLIT: "Said: two people.", POSTPONE: "Postponed.",
    TRASH: "Said: not fit to be judged.",
  },
  confirmations: {
    MERGE: {
      title: "Are these one person?",
      consequence: (duplicate: string, master: string) =>
        `When enough reviewers say so, the record of ${duplicate} gives way and the record of ` +
        `${master} stands. You cannot take your decision back.`,
    },
    SPLIT: {
      title: "Are these two people?",
      consequence: (duplicate: string, master: string) =>
        `When enough reviewers say so, the records of ${duplicate} and ${master} both stand and ` +
        "are not shown as a pair again. You cannot take your decision back.",
    },
    POSTPONE: {
      title: "Put this pair off?",
      consequence: (_duplicate: string, _master: string) =>
        "It stays on your list of postponed pairs until you decide it; others may decide it first.",
    },
    TRASH: {
      title: "Is this pair unfit to be judged?",
      consequence: (_duplicate: string, _master: string) =>
        "When enough reviewers say so, the pair is set aside and both records stay as they are. " +
        "You cannot take your decision back.",
    },
  },
  keys: {
    title: "Keys", areOn: "Single letters act on the page",
    meanings: {
      N: "get the next pair", M: "merge: one person", S: "split: two people", P: "postpone",
      T: "trash: not fit to be judged", C: "write a comment", Enter: "confirm",
      Escape: "cancel, or leave the comment", "?": "this help",
    } as Record<string, string>,
  },
  requests: {
    title: "My requests", show: "Show", superseded: "settled by others",
    shows: {
      open: "Open", postponed: "Postponed", decided: "Decided", merged: "Merged", split: "Split",
      trashed: "Trashed", all: "All",
    },
    orders: {
      INSERTED_AT_DESC: "Newest first", INSERTED_AT_ASC: "Oldest first",
      STATUS_ASC: "By status, A to Z", STATUS_DESC: "By status, Z to A",
    },
  },
  records: {
    title: "Records", record: "Record", any: "Any", status: "Status", kind: "Kind", name: "Name",
    number: "Registration number or tracking id", eventFrom: "Happened from", eventTo: "until",
    search: "Search", trackingId: "Tracking id", registrationNumber: "Registration number",
    reason: "Reason", history: "History", actions: "What can be done", event: "The event",
    nothingSaid: "Nothing was said.", certificates: "Certificates", certificate: "Certificate",
    payments: "Payments", receipt: "Receipt", issuedAt: "issued", certifiedAt: "Certified",
    print: "Print", signature: "Registrar's signature and seal",
    kinds: { BIRTH: "Birth", DEATH: "Death", MARRIAGE: "Marriage" },
    statuses: {
      DECLARED: "Declared", REGISTERED: "Registered", CERTIFIED: "Certified", ISSUED: "Issued",
      REJECTED: "Rejected", ARCHIVED: "Archived",
    },
    child: "Child", mother: "Mother", father: "Father", deceased: "Deceased", spouse: "Spouse",
    witness: "Witness", informant: "Informant", informantNamed: "The informant by name (optional)",
    relationship: "Relationship", email: "E-mail", phone: "Phone",
    placeOfBirth: "Place of birth", placeOfDeath: "Place of death", causeOfDeath: "Cause of death",
    dateOfDeath: "Date of death", dateOfMarriage: "Date of the marriage",
    placeOfMarriage: "Place of the marriage", lateReason: "Why it is declared late",
    declaring: {
      BIRTH: "Declare a birth", DEATH: "Declare a death", MARRIAGE: "Declare a marriage",
    },
    amending: "Amend the declaration",
    doing: {
      REGISTER: "Register", REJECT: "Reject", ARCHIVE: "Archive", REINSTATE: "Reinstate",
      CERTIFY: "Certify", ISSUE: "Issue", AMEND: "Amend",
    },
    did: {
      declared: "declared", amended: "amended", registered: "registered", rejected: "rejected",
      archived: "archived", reinstated: "reinstated", certified: "certified", issued: "issued",
      marked_as_duplicate: "marked as a duplicate",
      marked_as_not_duplicate: "marked as no duplicate",
    } as Record<string, string>,
    registerTitle: "Register this declaration?",
    registerWords: "It gets a registration number, and its certificate can be made.",
    rejectTitle: "Reject this declaration?",
    rejectWords: "Whoever declared it can see the reason and amend the declaration.",
    archiveTitle: "Archive this record?",
    archiveWords: "It leaves the work lists; it can be reinstated.",
    duplicates: "Possible duplicates", thisRecord: "This record",
    duplicatesWords:
      "This declaration resembles others. It can be registered only once you have said whether " +
      "it tells of the same event. What differs is marked.",
    notDuplicate: "Not a duplicate", duplicateOf: "Duplicate of",
    duplicateTitle: "Mark as a duplicate?",
    duplicateWords: "This declaration is archived; the other record stays as it is.",
    certifyTitle: "Make a certificate", template: "Certificate", collector: "Who collects it",
    templates: {
      BIRTH: "Birth certificate", DEATH: "Death certificate", MARRIAGE: "Marriage certificate",
    },
    collectors: {
      MOTHER: "Mother", FATHER: "Father", SPOUSE: "Spouse", INFORMANT: "Informant",
      OTHER: "Somebody else",
    },
    hasShownDocument: "They have shown a document", issueTitle: "Issue the certificate",
    amount: "Amount paid", currency: "Currency",
  },
  persons: {
    documentNumber: "Document number", phoneNumber: "Phone number", status: "Status",
    statuses: { ACTIVE: "Active", INACTIVE: "Inactive" },
    needsOne: "Fill in at least one field to search.", master: "Merged into",
  },
  roles: { NHS_REVIEWER: "Reviewer", REGISTRAR: "Registrar", ADMIN: "Administrator" },
  trail: {
    title: "Audit trail", actor: "Actor", client: "Client", action: "Action", resource: "Resource",
    resourceId: "Row", correlationId: "Request", from: "From", to: "Before", when: "When",
    system: "the system itself", column: "Column", before: "Before", after: "After",
    nothingBefore: "new row", ofRow: "Trail of this row", ofRequest: "All of this request",
    ofActor: "All by this actor", details: "What changed", link: "Audit trail",
  },
  users: {
    title: "Users", username: "User name", displayName: "Name", password: "Password",
    passwordHint: "8 to 1,024 characters; it is never shown again.", add: "Add a user",
    roles: "Roles", blocked: "blocked", active: "active", block: "Block", unblock: "Unblock",
    grant: "Grant", revoke: "Revoke", role: "Role", throughClient: "through", client: "Client",
    blockTitle: "Block this user?",
    blockWords: (name: string) => `${name} is signed out everywhere and cannot come in again.`,
    noRoles: "no role",
  },
  clients: {
    title: "Clients", name: "Name", kind: "Kind", scopes: "Scopes", add: "Add a client",
    kinds: { SYSTEM: "A machine", USER_INTERFACE: "A user interface" }, id: "Client id",
    secretTitle: "The secret of this client",
    secretWords: "It is shown this once. Copy it now and keep it where only the machine reads it.",
    secret: "Secret", rotate: "New secret", rotateTitle: "Make a new secret?",
    rotateWords: "The old one stops working at once.", blockTitle: "Block this client?",
    blockWords: (name: string) => `Every request of ${name} is refused from now on.`,
  },
  dashboard: {
    waiting: "Pairs that wait", oldest: "The oldest since", agreement: "Agreement of reviewers",
    agreementOf: (agreed: string, judged: string) =>
      `All said the same on ${agreed} of ${judged} pairs.`,
    failed: "Failed messages", seeFailed: "See them", messagesWaiting: "Messages that wait",
    decisions: "Decisions per day", declarations: "Declarations per day, by where they stand now",
    asTable: "As a table", day: "Day",
  },
  webhooks: {
    title: "Webhooks", add: "Add a webhook", url: "Address", topics: "Topics",
    inactive: "switched off", deliveries: "Deliveries", remove: "Delete",
    removeTitle: "Delete this webhook?", secretTitle: "The signing secret",
    removeWords: (url: string) => `${url} is told nothing more; what waits for it is discarded.`,
    rotateWords: "The old secret signs beside the new one for a day.",
  },
  messages: {
    title: "Messages", status: "Status", kind: "Kind", retry: "Try again", discard: "Discard",
    oldest: "Oldest waiting since", nextAttempt: "Next attempt",
    attempts: (count: number) => `Attempts: ${count}`,
    statuses: {
      ENQUEUED: "Waiting", PROCESSING: "Under way", PROCESSED: "Delivered", FAILED: "Failed",
      DISCARDED: "Discarded",
    },
  },
};

export type Texts = typeof english;
