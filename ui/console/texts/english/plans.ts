/** The texts of plans, by which two organisations become one and persons are transferred, in English. */
export const plans = {
  title: "Plans",
  explanation: "A plan changes nothing until it is signed, and is forgotten after seven days.",
  merge: "Merge of organisations",
  transfer: "Transfer of persons",
  from: "from",
  into: "into",
  waiting: "Plans that wait to be signed",
  waitingExplanation: "Whoever looks after both organisations may read, sign or withdraw them.",
  statuses: {
    OPEN: "To be signed",
    BLOCKED: "Cannot be signed",
    UNDER_WAY: "Under way",
    DONE: "Done",
    WITHDRAWN: "Withdrawn",
  },
  shows: {
    open: "To be signed",
    blocked: "Cannot be signed",
    signed: "Signed",
    withdrawn: "Withdrawn",
    all: "All",
  },
  empty: "There is no such plan.",
  plannedBy: "by",
  signedBy: "Signed by",
  merged: "Made one",
  transferred: "All moved",
  outcomes: {
    changed: "Done as planned",
    unchanged: "Stayed as it was",
    rejected: "Had changed meanwhile, and stayed",
    created: "New pairs for reviewers",
  },
  withdraw: "Withdraw",
  withdrawExplanation:
    "Nobody can sign this plan then, nothing of it is done, and both organisations stay as they are. Whoever could have signed reads your reason. Whoever wants it after all plans anew.",
  reasonHint: "For all who look after both organisations. Name no persons.",
  withdrawnBy: "Withdrawn by",
  underWay: "For one of them something is under way:",
  underWayNext: "Wait for its end or cancel it there, then plan anew.",
  overByNow: "What was under way for one of them is over. Plan anew.",
  begin: "Merge or transfer",
  planTitle: (name: string) => `Plan for ${name}`,
  planExplanation:
    "First it is written down what would become of each person, role, machine and link. Nothing changes until you have read and signed that.",
  plan: "Plan it",
  what: "What is planned",
  whats: {
    merge: "All of it goes on in another organisation, and this one ends",
    all: "All persons go to another organisation, and this one stays",
    some: "Some persons go to another organisation",
  },
  find: "Name of the other organisation",
  target: "The other organisation",
  persons: "Who goes there",
  nobody: "Nobody belongs to it.",
  sign: "Sign and begin",
  anew: "Plan anew",
  run: "How far it has come",
  blockedExplanation: "It cannot be signed as things stand. Settle this, and plan anew:",
  blocks: {
    "One organisation stands within the other": "One organisation stands within the other.",
    "Organisations would stand more than 12 deep":
      "Organisations would stand more than 12 deep in the tree.",
    "Another organisation below the target has the name":
      "Below the other organisation this name is taken, also with the former organisation behind it.",
    "An invitation is open":
      "An invitation is open. Withdraw it, or wait until it is accepted or over.",
    "Both are linked with one source by different external ids":
      "Both are linked with one source, as different groups of it.",
    "Both are linked with one source in different environments":
      "Both are linked with one source, one in earnest and one for trying.",
    "A switch is on in one and off in the other": "A switch is on in one and off in the other.",
    "Organisation has a run under way": "Something is under way for one of them. Wait for its end.",
  },
  source: "From",
  goal: "Into",
  plannedAt: "Planned",
  expiresAt: "kept until",
  hash: "Number that is signed",
  hashMeans:
    "It stands for the whole plan: with anything else in it, the number is another. The report has it, too.",
  openMeans:
    "Nothing has changed yet. “Sign and begin” does what stands below; “Withdraw” refuses it: nothing of it is done, and your reason is shown to all who could sign.",
  blockedMeans:
    "Nothing has changed yet. “Withdraw” refuses it: nothing of it is done, and your reason is shown to all who could sign.",
  goesAlong: "What goes along",
  goesWithMerge: (source: string, target: string) =>
    `Roles: whoever has one in ${source} has it in ${target} then; of a role held in both, that of ${target} stays. Consents: what persons let ${source} do, they let ${target} do; of two consents the narrower stands.`,
  goesWithTransfer: (source: string, target: string) =>
    `Consents: what the persons who go let ${source} do, they let ${target} do; of two consents the narrower stands. Roles stay as they are.`,
  report: "Report",
  reportExplanation:
    "All that the plan has, with names and the number that is signed. Who saved it is in the audit trail.",
  forms: { csv: "Save as CSV", xlsx: "Save as a workbook" },
  counts: "What would become of all",
  countsDone: "What became of all, as it was planned",
  noun: "What",
  action: "What becomes of it",
  count: "Number",
  nouns: {
    person: "Persons",
    organisation: "Organisations",
    user: "Users with a role",
    client: "Machines",
    source_link: "Links with sources",
    switch: "Switches",
    invitation: "Invitations",
  },
  actions: {
    RETAIN: "Stays",
    MOVE: "Moves",
    MERGE: "Is in both, and goes on once",
    MERGE_INTO: "Goes on in the other",
    RENAME: "Moves under a new name",
    END: "Would end",
  },
  conflicts: {
    SAME_PERSON: "In both",
    LIKELY_SAME: "Likely one person",
    ID_ONLY: "Same number",
    NAME_ONLY: "Same name",
    SETTING: "Set differently",
    INVITATION: "Open invitation",
    CONSENT: "Consents differ",
  },
  conflictsMean: {
    SAME_PERSON: "One record belongs to both organisations, and goes on once.",
    LIKELY_SAME:
      "Two records agree in name, birth date and number. Both stay; reviewers decide whether they are one person.",
    ID_ONLY:
      "Two records have one tax or national number, and nothing else agrees. Both stay; look whether one of the numbers is wrong.",
    NAME_ONLY:
      "Two records have one name, and nothing else agrees. Both stay as they are; nothing has to be done.",
    SETTING: "What is on in one organisation is off in the other.",
    INVITATION: "Somebody was invited and has not answered.",
    CONSENT: "A person lets one of them do more than the other. The narrower of the two stands.",
  },
  items: "One by one",
  show: "Show",
  all: "All",
  maybe: "Perhaps",
  beside: "There:",
  newName: "New name:",
  consents: {
    ACCEPTED: (allowed: string) => `Of the two consents the narrower stands: ${allowed}.`,
    OFFERED: (allowed: string) =>
      `Of the two consents the narrower stands, which is only offered and waits for an answer: ${allowed}.`,
    nothing: "nothing",
  },
  cluster: (number: string) => `Group ${number}`,
  unseen: "Somebody whom you may not see",
  signMerge: (source: string, target: string) =>
    `All of ${source} goes on in ${target}, as the plan says, and ${source} ends. This cannot be undone. Those who move get a letter; reviewers decide about those who are likely one person.`,
  signTransfer: (source: string, target: string) =>
    `The persons of the plan go from ${source} to ${target}, some each second. Those who change meanwhile stay where they are. Those who move get a letter.`,
  typeName: "Name of where they go, to be sure",
};
