/** Every word of the pages, in English; a translation has the same names. */
import { errors } from "./english-errors.ts";

export const english = {
  shell: {
    skip: "Skip to the content", menu: "Pages", loading: "Loading…", language: "Language",
    theme: "Theme", signOut: "Sign out", close: "Close", cancel: "Cancel", copy: "Copy",
    copied: "Copied", nothingHere: "Nothing here", toStart: "To the start page",
    noSuchPage: "There is no such page.", required: "Fields with an asterisk are needed.",
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
  demo: {
    title: "This is a demo", words: "The people in it are made up. Press to come in as one of:",
    passwords: "Each account's password is its name.",
    roles: {
      NHS_REVIEWER: "decides whether two records are one person",
      REGISTRAR: "declares and registers births, deaths and marriages",
      ADMIN: "sees who did what, and who may do what",
    },
  },
  lists: {
    more: "Show more", end: "That is all.", empty: "Nothing to show.", order: "Order",
    newest: "Newest first", oldest: "Oldest first", filters: "Filters", clear: "Clear filters",
    apply: "Apply",
  },
  errors,
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
  /** Of documents and informants, for the words that systems use for them; others stay as said. */
  documentTypes: {
    PASSPORT: "Passport", NATIONAL_ID: "Identity card", BIRTH_CERTIFICATE: "Birth certificate",
  } as Record<string, string>,
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
    none: "No request here yet. Under “Review” you get pairs to decide.",
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
    number: "Number or tracking id", eventFrom: "Happened from", eventTo: "Happened until",
    none: "No record fits.",
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
    relationships: {
      MOTHER: "Mother", FATHER: "Father", SPOUSE: "Spouse", CHILD: "Child", OTHER: "Other",
    },
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
    none: "Nobody fits.",
  },
  roles: { NHS_REVIEWER: "Reviewer", REGISTRAR: "Registrar", ADMIN: "Administrator" },
  trail: {
    title: "Audit trail", actor: "Actor", client: "Client", action: "Action", resource: "Resource",
    resourceId: "Row", correlationId: "Request", from: "From", to: "Before",
    system: "the system itself", column: "Column", before: "Before", after: "After",
    ofRow: "Trail of this row", ofRequest: "All of this request",
    ofActor: "All by this actor", details: "What changed", link: "Audit trail",
    none: "No entry fits.", showRenewals: "Show renewals of sessions too",
    nouns: {
      birth: "Birth", death: "Death", marriage: "Marriage", vital_event: "Record",
      individual: "Individual", certificate: "Certificate", payment: "Payment",
      potential_duplicate: "Possible duplicate", person: "Person", merged_pair: "Merged pair",
      merge_request: "Merge request", manual_merge_process: "Merge request",
      merge_candidate: "Pair", manual_merge_candidate: "Pair under review", session: "Session",
      user: "User", client: "Client", role: "Role", role_grant: "Role", webhook: "Webhook",
      message: "Message",
    },
  },
  /** What was done, by the participles of actions. */
  did: {
    declared: "declared", amended: "amended", registered: "registered", rejected: "rejected",
    archived: "archived", reinstated: "reinstated", certified: "certified", issued: "issued",
    marked_as_duplicate: "marked as a duplicate", marked_as_not_duplicate: "marked as no duplicate",
    assigned: "assigned", postponed: "postponed", merged: "merged", split: "split",
    trashed: "trashed", imported: "imported", created: "created", deleted: "deleted",
    blocked: "blocked", unblocked: "unblocked", granted: "granted", revoked: "revoked",
    secret_rotated: "given a new secret", switched_off: "switched off", started: "started",
    renewed: "renewed", ended: "ended", enqueued: "enqueued", attempted: "attempted",
    settled: "settled", failed: "failed", given_back: "given back", taken_up: "taken up again",
    purged: "purged", retried: "tried again", discarded: "discarded", digest: "summed up", deactivated: "deactivated",
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
    rotate: "New secret", rotateTitle: "Make a new secret?",
    rotateWords: "The old one stops working at once.", blockTitle: "Block this client?",
    blockWords: (name: string) => `Every request of ${name} is refused from now on.`,
  },
  dashboard: {
    waiting: "Pairs that wait", oldest: "The oldest since", agreement: "Agreement of reviewers",
    agreementOf: (agreed: string, judged: string) =>
      `In two weeks all said the same on ${agreed} of ${judged} pairs.`,
    noneJudged: "In two weeks no pair was decided by more than one reviewer.",
    noDecisions: "Nothing was decided in two weeks.",
    noDeclarations: "Nothing was declared in two weeks.",
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
    none: "No webhook yet. Add one, and its address is told of what happens.",
    noDeliveries: "Nothing was sent, or nothing that fits.", one: "Webhook",
    gone: "This webhook was deleted. What was meant for it is kept below for a while.",
    inactiveWords: "Every delivery failed for five days, so nothing is sent any more.",
  },
  messages: {
    title: "Messages", none: "No message fits.", status: "Status", kind: "Kind", retry: "Try again", discard: "Discard",
    oldest: "Oldest waiting since", nextAttempt: "Next attempt",
    attempts: (count: number) => `Attempts: ${count}`,
    statuses: {
      ENQUEUED: "Waiting", PROCESSING: "Under way", PROCESSED: "Delivered", FAILED: "Failed",
      DISCARDED: "Discarded",
    },
  },
};

export type Texts = typeof english;
