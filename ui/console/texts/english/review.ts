/** The texts of the reviewer's pages in English. */
export const review = {
  review: {
    title: "Review",
    pair: "Pair",
    next: "Get the next pair",
    nextIsHere: "The next pair is here.",
    ready: "Two records that may be one person: you decide whether they are.",
    limitReached:
      "You have postponed as many pairs as you may: decide one of these before you get the next.",
    noneLeft: "No pair is left for you. Come back later.",
    postponed: (count: number, limit: number) => `Postponed: ${count} of ${limit}.`,
    seePostponed: "See them",
    field: "Field",
    duplicate: "Possible duplicate",
    master: "Possible main record",
    agreement: "Agreement",
    swapped: "swapped with the other name",
    missing: "missing",
    comment: "Comment (optional)",
    commentHint: "C brings you here, Escape back.",
    decision: "Your decision",
    commentNotSent: "Your comment was not sent:",
    isDecided: "You have decided:",
    isSuperseded: "Settled without your decision; you had said:",
  },
  agreements: {
    EXACT: "agrees",
    CLOSE: "nearly agrees",
    DIFFERENT: "differs",
    MISSING: "missing",
  },
  decisionVerbs: { MERGE: "Merge", SPLIT: "Split", POSTPONE: "Postpone", TRASH: "Trash" },
  decisionStatuses: {
    NEW: "New",
    MERGE: "Merged",
    SPLIT: "Split",
    POSTPONE: "Postponed",
    TRASH: "Trashed",
  },
  decisionAnnouncements: {
    MERGE: "Said: one person.",
    SPLIT: "Said: two people.",
    POSTPONE: "Postponed.",
    TRASH: "Said: not fit to be judged.",
  },
  confirmations: {
    MERGE: {
      title: "Are these one person?",
      consequence: (duplicate: string, master: string) =>
        `When enough reviewers say so, the possible duplicate (${duplicate}) gives way and the ` +
        `possible main record (${master}) stands. You cannot take your decision back.`,
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
  shortcuts: {
    title: "Keys",
    areEnabled: "Single letters act on the page",
    descriptions: {
      N: "get the next pair",
      M: "merge: one person",
      S: "split: two people",
      P: "postpone",
      T: "trash: not fit to be judged",
      C: "write a comment",
      Enter: "confirm",
      Escape: "cancel, or leave the comment",
      "?": "this help",
    } as Record<string, string>,
  },
  requests: {
    title: "My requests",
    show: "Show",
    superseded: "settled by others",
    empty: "No request here yet. Under “Review” you get pairs to decide.",
    filters: {
      open: "Open",
      postponed: "Postponed",
      decided: "Decided",
      merged: "Merged",
      split: "Split",
      trashed: "Trashed",
      all: "All",
    },
    orders: {
      INSERTED_AT_DESC: "Newest first",
      INSERTED_AT_ASC: "Oldest first",
      STATUS_ASC: "By status, A to Z",
      STATUS_DESC: "By status, Z to A",
    },
  },
};
