/** The texts of charts, strips and timelines in English. */
export const charts = {
  asTable: "As a table",
  tooFew: "too few",
  arrowKeys: "Arrow keys go from one to the next, Enter opens what it counts.",
  day: "Day",
  age: "Age",
  ages: {
    today: "today",
    between: (from: string, to: string) => `${from} to ${to} days`,
    older: (from: string) => `${from} days and more`,
    shortly: (days: string) => `${days} d`,
  },
  waiting: {
    pairs: "Pairs that wait, by age",
    records: "Records that wait, by the age of the declaration",
    nothing: "Nothing waits.",
    series: {
      pairs: "Pairs under review",
      toRegister: "To be registered",
      toCertify: "To be certified anew",
      toIssue: "To be issued",
    },
  },
  funnel: {
    title: "From declaration to certificate",
    explanations: {
      DECLARED:
        "Of what was declared in this period: how far it has come by now, and how long half of it took to get there from the step before.",
      EVENT:
        "Of what happened in this period: how far it has come by now, and how long half of it took to get there from the step before.",
      REGISTERED:
        "Of what was registered in this period for the first time: how far it has come by now, and how long half of it took to get there from the step before.",
    },
    all: "All",
    by: "Count by",
    days: {
      DECLARED: "Day of declaration",
      EVENT: "Day of the event",
      REGISTERED: "Day of registration",
    },
    step: "Step",
    records: "Records",
    share: "Share",
    medianTime: "Median time",
    within: (time: string) => `half within ${time}`,
    inAll: (time: string) => `Half of what was issued took at most ${time} in all.`,
    stopped: (count: string) => `Rejected, archived or annulled: ${count}.`,
    none: "There is nothing in this period.",
  },
  places: {
    titles: {
      BIRTH: "Births by place, office and district",
      DEATH: "Deaths by place, office and district",
      MARRIAGE: "Marriages by place, office and district",
    },
    explanations: {
      DECLARED: (from: string, to: string) => `What was declared from ${from} to ${to}.`,
      EVENT: (from: string, to: string) => `What happened from ${from} to ${to}.`,
      REGISTERED: (from: string, to: string) =>
        `What was registered for the first time from ${from} to ${to}.`,
    },
    means: {
      places: "A place stands as it was written in the declarations.",
      offices:
        "An office is the organisation for which it was declared; beside it stands the one above it.",
    },
    group: "Count each",
    groups: { places: "Place", offices: "Office and district" },
    file: "Export as a file (CSV)",
    registered: "Registered",
    declared: "All declared",
    noOffice: "Declared for no office",
    noName: "An office without a name",
    others: "All other places",
    more: (count: string) => `Show ${count} more`,
  },
  organisation: {
    title: "Figures",
    explanation:
      "Of this organisation itself, at the end of each month and today. Small numbers are not shown, nor what would give them away.",
    month: "Month",
    year: "Year of birth",
    members: "Members by gender",
    ages: (day: string) => `Members by year of birth, ${day}`,
    moves: "Who joined and who left",
    joined: "Joined",
    left: "Left",
    involvements: "Declared here",
    count: "Members",
    allTooFew: "What there is, is too little to be shown.",
    noneYet: "No figures yet.",
    none: "Nothing in these months.",
  },
  deliveries: {
    legend: "The last deliveries, the newest at the end:",
    title: "The last deliveries",
    none: "Nothing was sent yet.",
    one: "One delivery",
    all: "All deliveries",
    gone: "This delivery is not kept any more.",
  },
  certificate: {
    title: (number: string) => `The life of certificate ${number}`,
    made: "Made",
    handedOver: "Handed over",
    to: (who: string) => `to ${who}`,
    revoked: "Revoked",
    replaced: "Replaced by a later one",
    valid: "Valid.",
    waits: "Valid, and not handed over yet.",
    notValid: "Not valid any more: it was revoked.",
    none: (number: string) => `There is no certificate ${number}.`,
    notWritten:
      "Who opened or printed its PDF, and who checked it by its QR code, is not written down. Below is all that was done with its record.",
  },
  person: {
    title: "Timeline",
    gaveWay: (name: string) => `${name} merged into this record`,
    wasMerged: (name: string) => `merged into ${name}`,
    takenBack: (what: string) => `taken back: ${what}`,
    version: (version: string, fields: string) => `version ${version}: ${fields}`,
  },
};
