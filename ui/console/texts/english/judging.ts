/** The texts of a pair that is judged in English. */
export const judging = {
  atAGlance: "How the records agree, field by field",
  missingFields: (names: string) => `Missing in one of them or both: ${names}`,
  mayBeTwins: "May be kin: the first names differ, while birth date and surname agree.",
  records: (count: number) => `${count} records that may be one`,
  moreRecords: (count: number) => `${count} records and more that may be one`,
  cluster: {
    title: "Records that may be one",
    isTruncated: "There are more records than are shown here.",
    ofThisPair: "of this pair",
    graph: "The same pairs as in the list, as lines between the numbers of the records",
    link: (from: number, to: number) => `${from} and ${to}:`,
    states: {
      OPEN: "not settled yet",
      MERGED: "one person",
      SPLIT: "two people",
      TRASH: "not fit to be judged",
    },
  },
  whatMergingDoes: "What merging does",
  preview: {
    stands: "The possible main record stands; the possible duplicate leads to it.",
    vitalEvents: (count: number) =>
      `Vital events that will be told under the main record: ${count}`,
    nobodyFollows: "No other record was merged into the possible duplicate.",
    followers: (names: string) => `Merged into the duplicate before, and following it: ${names}`,
    closed: (count: number) => `Other pairs with the duplicate that will be closed: ${count}`,
    opened: (count: number) => `Pairs with the main record opened in their stead: ${count}`,
  },
  confirmations: {
    MERGE: {
      title: "Are these one person?",
      consequence: (duplicate: string, master: string) =>
        `When enough reviewers say so, the possible duplicate (${duplicate}) gives way and the ` +
        `possible main record (${master}) stands. You can take your decision back until then.`,
    },
    SPLIT: {
      title: "Are these two people?",
      consequence: (duplicate: string, master: string) =>
        `When enough reviewers say so, the records of ${duplicate} and ${master} both stand and ` +
        "are not shown as a pair again. You can take your decision back until then.",
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
        "You can take your decision back until then.",
    },
  },
  changedSinceLooked: "changed since you looked",
  changedSinceDecided: "changed since then",
  haveChanged:
    "The records have changed since you looked, so nothing was decided. What you typed is kept: " +
    "look at what is marked, and decide again.",
  outdated: (names: string) =>
    `The records changed since you decided or postponed this pair: ${names}. Decide again.`,
  /** What came of a pair on which the reviewer has decided. */
  outcomes: {
    OPEN: "Not settled yet: other reviewers decide about it too.",
    ONE_PERSON: "Settled: one person. The possible duplicate leads to the main record.",
    BOTH_STAND: "Settled: both records stand.",
    MERGED_ELSEWHERE: "Settled: one of the records was merged into another one since.",
  },
  /** The same, as short as a list needs it. */
  shortOutcomes: {
    OPEN: "Not settled yet",
    ONE_PERSON: "Settled: one person",
    BOTH_STAND: "Settled: both records stand",
    MERGED_ELSEWHERE: "Settled: merged into another record",
  },
  /** Why the pair was put together, from how its records agree. */
  whyPaired: {
    because: "Shown as a pair for:",
    against: "Against it:",
    agree: (names: string, _count: number) => `the same ${names}`,
    nearlyAgree: (names: string, _count: number) => `nearly the same ${names}`,
    differ: (names: string, _count: number) => `different ${names}`,
    nouns: { birthDate: "birth date", deathDate: "date of death" },
    slips: {
      TRANSPOSED: "two neighbouring characters are swapped",
      ONE_CHARACTER: "one character",
      NAMES_SWAPPED: "first and last name have changed places",
    },
  },
  whoDecided:
    "Who decided is not shown to reviewers, senior ones included, so that a review stays blind. An administrator can see it, in the audit trail.",
  whoReads:
    "Colleagues do not read it. Senior reviewers read it with your decision, without your name, where decisions on the pair differ.",
  /** What becomes of a hard case; said where a pair is put off, and above those that are. */
  hardCase:
    "While a pair is postponed, only you read your comment: it is not handed to a colleague. Others get the pair as well and judge it alone. Where they disagree, it goes to senior reviewers by itself, who read the reasons and comments of those who decided, without names.",
  /** Before the day in a list of pairs. */
  dates: {
    waits: "waits since",
    given: "given to you",
    putOff: "put off",
    takenBack: "you took it back",
    decided: "you decided",
    settled: "settled",
  },
  whyLabel: "Why:",
  seePair: "See the pair",
  takeBackThere: "See the pair, to take it back",
  withOthers: "Other reviewers decide about this pair now.",
  takeBack: "Take back",
  takenBack: "You took it back: the pair is among your postponed ones.",
  decideAgain: "See it again",
  tooLate: "This cannot be taken back any more.",
  why: "Why (optional)",
  otherReason: "Comment: the other reason",
  note: "A note (optional)",
  reasons: {
    SAME_IDENTIFIER: "Same number",
    SAME_CONTACT: "Same contact",
    SPELLING: "Spelling",
    DATE_SLIP: "Slip in a date",
    NAME_CHANGE: "Name was changed",
    DIFFERENT_IDENTIFIER: "Different number",
    TWINS: "Twins",
    KIN: "Relatives",
    DIFFERENT_PERSON: "All in all two people",
    RECORD_IS_NO_PERSON: "A record is no person",
    TOO_LITTLE_KNOWN: "Too little is known",
    OTHER: "Another reason",
  },
  overruling:
    "Reviewers have decided that two of these records are different people, and this would make " +
    "them one. If enough reviewers say so, that decision is overruled.",
  overrulesKnowingly: "I know of it, and say that they are one person",
  day: {
    done: "Decided today",
    thisWeek: "Decided since Monday",
    last30Days: "Decided in the last 30 days",
    notOtherwise:
      "A pair may be settled as you said although one colleague said otherwise, so this is not the share of pairs that were decided otherwise.",
    decidedSince: (day: string) => `Decided since ${day}.`,
    allDecided: "Show all decided ones",
    today: "Today",
    pace: "From one decision to the next (half took less)",
    superseded: "Settled by others before you decided",
    settled: "Settled pairs, since you began",
    counted: "Your decisions on settled pairs",
    median: "Time for a decision (half took less)",
    agreement: "Agreement with others",
    comparisons: (agreeing: string, comparisons: string) =>
      `${agreeing} of ${comparisons} comparisons with a colleague on`,
    comparisonsMean:
      "Each colleague who decided on the same pair is one comparison; two same decisions agree.",
    settledPairs: (count: number) =>
      count === 1 ? "your settled pair" : `your ${count.toLocaleString("en")} settled pairs`,
    allOtherwise: (count: number) =>
      count === 1
        ? "See it in My requests"
        : `See all ${count.toLocaleString("en")} in My requests`,
    kappa: "Agreement beyond chance (Cohen's kappa)",
    seconds: (count: string) => `${count} s`,
    minutes: (count: string) => `${count} min`,
    settledAlone:
      "What others decided about a pair is counted once it is settled, so that nobody is led by it. " +
      "Your decisions on pairs that are not settled yet are in My requests alone.",
    noColleague:
      "How often you agree with each colleague is not shown: nobody shall decide as somebody else would.",
    tooFew: "Agreement is shown from 20 settled pairs on.",
    otherwise: "Where others decided otherwise",
    otherwiseMeans:
      "Pairs that were settled as one person where you said no, or the reverse: the newest first.",
    noneOtherwise: "No pair of yours.",
    none: "None of your last 100 pairs.",
  },
  known: {
    title: "A person in your pairs",
    seen: "Reviewers see this person because of pairs of their own, and the merges that led to the record.",
    led: "Merged into this record:",
    pairs: "Your pairs with this record",
    none: "No pair of yours has this person, so reviewers see nothing here.",
    about: "The records:",
  },
  queue: {
    title: "What waits for you",
    longest: (count: number) =>
      count === 1
        ? "You have 1 pair to decide:"
        : `Of the ${count} pairs that you have to decide, this one has waited longest:`,
    since: (day: string, age: number) =>
      `waits since ${day}, ${age === 1 ? "1 day" : `${age} days`}; it was found then.`,
    noneOfYours: "No pair of yours waits.",
    waiting: (count: number) =>
      count === 1
        ? "1 more pair waits that you have not been given yet: whoever asks next gets it."
        : `${count.toLocaleString("en")} more pairs wait that you have not been given yet: whoever asks next gets one of them.`,
    oldest: (day: string, age: number) =>
      `The oldest has waited since ${day}, ${age === 1 ? "1 day" : `${age} days`}.`,
    nothing: "No other pair waits that you could be given.",
  },
  disputed: {
    title: "Reviewers disagree on this pair",
    contradicted: "Merging would contradict an earlier decision",
    contradicts:
      "Two of the records that hang together with this pair were decided to be different people, " +
      "and merging it would make them one. Open the records that may be one to see which.",
    explanation:
      "Pairs on which reviewers disagree, or whose merge would contradict an earlier decision, " +
      "come to you first under “Review”.",
    none: "You hold no disputed pair.",
    noReason: "No reason was given.",
    sides: { MERGE: "One person", SPLIT: "Two people", TRASH: "Not fit to be judged" },
  },
  requests: {
    again: "To decide again",
    rest: "Other pairs",
    empty: "No pair in this list. Under “Review” you get pairs to decide.",
    withOthers: "with other reviewers",
    orders: {
      INSERTED_AT_DESC: "Given to you last, first",
      INSERTED_AT_ASC: "Given to you longest ago, first",
      STATUS_ASC: "By status, A to Z",
      STATUS_DESC: "By status, Z to A",
    },
  },
};
