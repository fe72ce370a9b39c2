/** The texts of organisations and of one's own data in English. */
export const organisations = {
  search: "Find an organisation",
  searchHint: "Words that its name has, or how they begin.",
  find: "Search",
  all: "Show the whole tree",
  none: "No organisation fits.",
  noneYet: "There is no organisation yet.",
  tree: "Organisations",
  treeHint: "Arrow keys go up and down, open and close; Enter shows the organisation.",
  led: "you lead this and what is below it",
  works: "you work here",
  more: "Show more of this level",
  loading: "Loading…",
  statuses: { ACTIVE: "Active", ARCHIVED: "Archived", MERGED: "Merged", ERASED: "Erased" },
  erased: "Erased organisation",
  where: "Where it stands",
  contents: "On this page",
  mergedInto: "It went on in",
  below: "Directly below it",
  noneBelow: "Nothing stands below it.",
  plans: "Plans",
  create: "New organisation",
  createBelow: "New organisation below it",
  createRootExplanation: "It stands at the top, below no other.",
  createBelowExplanation: (name: string) => `It stands directly below ${name}.`,
  name: "Name",
  kind: "What it is",
  kinds: {
    MINISTRY: "Ministry",
    DISTRICT: "District",
    OFFICE: "Office",
    HOSPITAL: "Hospital",
    WARD: "Ward",
    CLINIC: "Clinic",
    SCOUT_GROUP: "Scout group",
    SECTION: "Section",
    UNIVERSITY: "University",
    FACULTY: "Faculty",
  } as Readonly<Record<string, string>>,
  kindHint: "In a word of your own, such as office or hospital.",
  archive: "Archive",
  archiveTitle: "Archive this organisation?",
  archiveExplanation: (name: string) =>
    `${name} ends: all that it was stays readable, and nothing new begins in it. This cannot be undone.`,
  archived: "This organisation has ended. Nothing new begins in it.",
  members: {
    title: "Who belongs here",
    none: "Nobody belongs to this very organisation.",
    unanswered: "Without an answer:",
    offers: (count: string) => `consents to answer (${count})`,
    invitations: (count: string) => `invitations that nobody took yet (${count})`,
    unseen: "Somebody whom you may not see",
    shown: "Which members",
    present: "Who belongs here now",
    formerToo: "Who left, too",
    formerExplanation: (name: string) =>
      `Whoever left and has a user signs in as before and sees their own record, and nothing of ${name} by having been a member. A reason that was given is kept for thirty days where only whoever runs the database reads it.`,
    stillSeen: "you still see their record",
    noneEver: "Nobody belongs or belonged to this very organisation.",
    become:
      "Who has a user is sent a link for a consent, which you accept further down; who has none, such as a child, is put on record.",
    ask: "Make a link by which somebody lets you see their record",
    askExplanation: (name: string) =>
      `Nobody has been asked yet: send this link yourself to somebody who has a user. The registry writes no letter, since it names to you nobody whose record you may not see. Who agrees signs in and offers ${name} a consent, which waits here under “Consents to answer”. Once you accept it, they are a member, and you see their record. Whom you sent the link to is kept nowhere.`,
    foundHere:
      "Found here are only those who let an organisation of yours see their record, and those without a user who belong to it.",
    askOthers:
      "Whoever else has a user has to let you see their record first. The page of your organisation makes the link that you send them:",
    stewardAsks:
      "Whoever else has a user has to let you see their record first: a steward of your organisation sends them a link for that.",
    add: "Put a person on record",
    addExplanation: (name: string) =>
      `For somebody without a user of their own, such as a child: ${name} sees their record, adds to it and acts for them until they have one.`,
    who: "Who they are",
    email: "E-mail address",
    emailHint: "Where letters about them go; may stay empty.",
    remove: "End the membership…",
    removeNow: "End the membership",
    removeTitle: (name: string) => `End the membership of ${name}?`,
    removeExplanation: (who: string) =>
      `${who} belongs here no more from then on. This cannot be undone: to belong here again, they are accepted or put on record anew.`,
    removed: (who: string) => `The membership of ${who} has ended.`,
    ends: (name: string, what: string) => `Ends in ${name}: ${what}.`,
    ended: (name: string, what: string) => `Ended in ${name}: ${what}.`,
    isListed:
      "Under “Who left, too” it stays on the list, with its last day, and with the name for those alone who still see the record.",
    ending: {
      memberships: (count: string) => `memberships (${count})`,
      consents: (count: string) => `consents (${count})`,
      roles: (count: string) => `roles (${count})`,
    },
    /** Of whoever works there and nowhere else; a record that leaves the register is seen by nobody. */
    afterwards: {
      unseen: (name: string, who: string) =>
        `Whoever works in ${name} does not see ${who} then, but for what births, deaths and marriages declared there say.`,
      seen: (name: string, who: string) =>
        `Whoever works in ${name} still sees ${who} then, through an organisation below it.`,
      own: (name: string, who: string) =>
        `With a user of their own, ${who} signs in as before and sees their own record, and nothing of ${name} by this membership.`,
    },
    record: {
      STAYS: (who: string) => `The record of ${who} stays in the register as it is.`,
      LOSES_CONTACTS: (who: string) =>
        `The record of ${who} stays in the register, since more is on record about them, without e-mail address, phones and addresses.`,
      LEAVES: (who: string) =>
        `The record of ${who} leaves the register for good, with all its former versions: nobody sees it then.`,
    },
    reasonHint:
      "Your reason is kept for thirty days together with what was deleted, where only whoever runs the database reads it; then both are gone.",
  },
  staff: {
    title: "Who works here",
    explanation:
      "These roles hold here and in all that is below. Who holds one above has it here too.",
    none: "Nobody holds a role in this very organisation.",
    until: "until",
    blocked: "Blocked",
    give: "Give a role",
    giveExplanation: (name: string) => `The role holds in ${name} and in all that is below it.`,
    username: "Their user name",
    whoWorksHere: "Whom to give it to",
    somebodyElse: "Somebody else, by user name",
    usernameHint: "The whole of it, as they sign in.",
    nobody: "Nobody signs in by this name.",
    role: "Role",
    expires: "Last day",
    expiresHint: "Empty: it has no last day.",
    replaces: "Whoever has this role here already has it until the day below from then on.",
    setEnd: "Change until when",
    holdsUntil: (day: string | null) =>
      day === null ? "The role has no last day as it is." : `The role holds until ${day} as it is.`,
    willHold: (day: string | null) =>
      day === null
        ? "Empty: it has no last day from now on."
        : `It holds until the end of ${day}; from then on it is none, with no further act.`,
    take: "Take away",
    takeTitle: "Take this role away?",
    takeExplanation: (name: string, role: string) =>
      `With the next request ${name} is no longer ${role} here.`,
  },
  invitations: {
    title: "Invitations",
    shown: "Which ones",
    all: "All",
    unanswered: "Without an answer",
    noneWaits: "No invitation waits for an answer.",
    none: "Nobody has been invited to this very organisation.",
    invite: "Invite somebody to work here",
    inviteExplanation: (name: string) =>
      `Whoever opens the link has the role in ${name} and in all that is below it. The link holds for fourteen days at most, and for one person. Whoever opens the link chooses a user name and a password there, or signs in with the ones they have.`,
    email: "Their e-mail address",
    emailHint:
      "A letter with the link goes there where this registry sends mail. The link is also shown to you.",
    emailWithoutLetter:
      "No letter goes there: this registry sends no mail. The link is shown to you next; copy it and give it to them yourself.",
    rolesMean:
      "These two roles alone can hold in one organisation. The others hold everywhere, and an administrator gives them under “Users”.",
    linkWithoutLetter:
      "It is shown this once, and works now. No letter went out, since this registry sends no mail: copy it and give it to the person yourself, and to nobody else. Whoever has it can use it.",
    makeLink: "Make the link",
    linkTitle: "The link of the invitation",
    linkExplanation:
      "It is shown this once, and works now. Give it to the person yourself, and to nobody else: whoever has it can use it. Where this registry sends letters, one with the same link goes to the address too; the list behind this says where it did not arrive, and you need not invite anew for that.",
    until: "the link holds until",
    roleUntil: "the role holds until",
    lastDay: "Last day of the role",
    lastDayHint: "Such as the last day of the year. Empty: it has no last day.",
    statuses: {
      PENDING: "Waits",
      ACCEPTED: "Accepted",
      WITHDRAWN: "Withdrawn",
      EXPIRED: "Expired",
    },
    letter: { FAILED: "The letter did not arrive", DISCARDED: "The letter was not sent" },
    noLettersMean: (email: string) =>
      `${email} does not have the link by letter, whatever the address. Give them the link that you were shown when you invited; if you have it no more, withdraw this invitation and invite anew.`,
    letterMeans: (email: string) =>
      `${email} does not have the link by letter. Give them the link that you were shown when you invited; if you have it no more, check the address, withdraw this invitation and invite anew.`,
    withdraw: "Withdraw",
    withdrawTitle: "Withdraw this invitation?",
    withdrawExplanation: (email: string) => `The link made for ${email} leads nowhere from now on.`,
  },
  consents: {
    waiting: "Consents to answer",
    waitingExplanation: "Until you accept, what is offered holds nothing.",
    noneWaiting: "Nothing waits for an answer.",
    held: "Consents in force",
    heldExplanation:
      "Whoever has an account of their own is seen by these; whoever has none, as a member.",
    noneHeld: "No consent is in force here.",
    heldAbove: "What is in force stands above, since more is offered with it.",
    offers: "Offers",
    offersMore: "In force; more is offered besides",
    since: "since",
    accept: "Accept",
    decline: "Decline",
    declineMore: "Decline what is offered besides",
    giveBack: "Give back",
    giveBackTitle: "Give this consent back?",
    giveBackExplanation: (name: string) =>
      `${name} ends being a member by this consent, and is no longer seen here from the next request on.`,
    changed: "It was changed meanwhile. This is how it stands now; look, and answer again.",
    settled: "It has been settled meanwhile.",
    by: "For",
  },
  permissions: { VIEW: "see the record", CONTRIBUTE: "contribute to it", CUSTODY: "act for them" },
  consentStatuses: {
    OFFERED: "Offered",
    ACCEPTED: "In force",
    DECLINED: "Declined",
    WITHDRAWN: "Withdrawn",
  },
  persons: {
    right: "By what right you see this record",
    untilWithdrawn: "until it is withdrawn or given back",
    whileMember: "as long as they are a member",
    lets: "may see the record by their consent since",
    belongs: "may see the record, since they are a member there",
    memberships: "Organisations",
    none: "This person belongs to no organisation.",
    started: "from",
    ended: "to",
    consents: "What they let organisations do",
    noConsents: "Nothing is agreed with any organisation.",
  },
  mine: {
    noRecord:
      "Your account is linked to no record yet. The office that runs this registry can do that.",
    record: "Your record",
    recordExplanation: "What the registry has of you.",
    mistake: "A mistake in it?",
    mistakeExplanation:
      "Names, dates and numbers are corrected at a registry office, best the one that registered the mistake:",
    mistakeSteps: [
      "Bring a paper that shows what is right: for a name or a birth date, your birth certificate.",
      "Ask a registrar there for a correction, and say what should stand here instead.",
      "Another registrar approves it. From then on it stands here, and the earlier one is kept.",
    ],
    mistakeWhere:
      "The registry holds no addresses of offices. Below you see which offices have looked at your record, and the organisations to which you belong.",
    goTo: "Where to go:",
    contacts: "Another telephone number or address?",
    contactsExplanation:
      "These come from where you gave them. Give the new one there: it stands here once they have sent it. Who sent the old one is not shown here; an administrator of the registry can look it up.",
    contactsWhere: "You belong to:",
    contactsAccount: "The registry itself writes to another address, that of your account:",
    memberships: "Where you belong",
    noMemberships: "You belong to no organisation.",
    consents: "What organisations may do with your data",
    consentsExplanation:
      "You offer, and an organisation accepts. What you take back ends at once; what you add holds once it accepts. One that wants your consent sends you a link.",
    contributeMeans:
      "To contribute is to add what the organisation knows of you, such as another telephone number.",
    officesMean:
      "Offices are organisations, too: to look up your record here they need your consent. A correction needs none: an office sees what was declared there without it, and the registry’s central office sees all.",
    declinedByIt: "Declined by the organisation",
    noConsents: "You have agreed nothing with any organisation.",
    before: "Earlier ones",
    offer: "Offer a consent",
    file: "Save all of it as a file",
    offerTitle: "Offer an organisation a consent",
    offerExplanation:
      "Nothing holds until it accepts. From then on it holds until you withdraw it, which you can at any time: no last day is set.",
    askedFor:
      "You came by a link with which the organisation below asks for your consent. If you do not want that, close this: nothing changes.",
    find: "Name of the organisation",
    findHint: "Words that its name has, or how they begin.",
    choose: "Organisation",
    nothingFound: "No organisation is called so.",
    typeMore: "Type the name of an organisation.",
    mayView: "It may see your record",
    mayContribute: "It may also contribute to your record",
    viewIsPart: "To see your record is part of every consent.",
    change: "Change",
    changeTitle: (name: string) => `Change your consent for ${name}`,
    now: "Holds now",
    afterwards: "What will be",
    holdsAtOnce: "This holds as soon as you press.",
    waits: "What is new waits until the organisation accepts; what holds now goes on.",
    stillOffered: "It has not answered yet. What you offered changes.",
    nothingChanges: "That is what holds now.",
    waitsFor: "Waits until the organisation accepts",
    waitsForMore: "You have offered more, which the organisation has not accepted yet",
    withdraw: "Withdraw",
    withdrawTitle: "Withdraw this consent?",
    withdrawExplanation: (name: string) =>
      `With its very next request ${name} does not find you any more, and you are no member by this consent. It cannot be brought back: you would offer a new one, and ${name} would have to accept it.`,
    withdrawOffer: (name: string) => `${name} has not answered yet. The offer is gone then.`,
    cancel: "Keep it",
    save: "Change it",
    send: "Offer it",
    custody: (name: string) =>
      `${name} acts for you as yet. That ends as soon as an account is linked to your record.`,
  },
};
