/** The texts of who has seen a person's record in English. */
export const readings = {
  title: "Who has seen this record",
  explanation:
    "Everybody who opened the record or read what it was before, reviewed it, or did something with a birth, death or marriage of this person, and what machines read of these.",
  notInIt:
    "Not in this list: who saw the record within something else, as in a list of merges; who met the name in a list, a search or a file; and registrars who only read a birth, death or marriage. That you read this is written down.",
  none: "Nobody has seen it, as far as that is written down.",
  deleted: "A user who is deleted",
  machine: (name: string) => `${name} (a machine)`,
  right: "By what right, as of today",
  request: "In the audit trail",
  why: {
    "person.viewed": "Opened the record",
    "person_version.viewed": "Read what it was before",
    "similar_person.viewed": "Saw it among similar persons",
    "merge.viewed": "Opened a merge",
    "merge_candidate.viewed": "Read why a pair was proposed",
    "merge_request.assigned": "Was given it to review",
    "vital_event.viewed": "Read a birth, death or marriage",
    "certificate.viewed": "Opened a certificate",
  } as Readonly<Record<string, string>>,
  /** One's own data as a file. */
  file: {
    both: "Both say the same: what the registry has of you, where you belong, what organisations may do, and who has seen it.",
    toRead: "To read or print",
    toReadMeans:
      "A page in the language that you read here. Any browser opens it, prints it, and makes a PDF of it.",
    forProgram: "For a program",
    forProgramMeans: "JSON, which another system takes over.",
    heading: "What the registry has of you",
    made: (time: string) => `As it was on ${time}`,
    recordId: "Id of the record",
    organisation: "Organisation",
    title: "As what",
    from: "From",
    until: "Until",
    since: "Since",
    allows: "What it may do",
    alsoOffered: "You offered, and it has not accepted yet",
    endedConsents: "Consents that have ended",
    endedMeans: "They allow nothing any more.",
    when: "When",
    who: "Who",
    as: "As what",
    how: "How",
  },
  /** How one gets a certificate of one's own, and how others check it. */
  papers: {
    title: "A paper that proves your birth or marriage",
    where:
      "It is a certificate. A registrar of any registry office makes it: bring a paper that says who you are.",
    notHere:
      "Certificates that were made for you are not listed here: registrars alone read them. What they opened is in the list below.",
    check: "Anybody can check it without signing in, by its QR code or by its number at:",
    number: "NUMBER",
  },
  mine: {
    show: "Show who, when and how",
    title: "Who has seen your record",
    explanation:
      "Organisations see it while your consent holds, the registry’s central office at any time. Here is who did, when, and how. Why is not recorded: the office that looked answers for it.",
    notInIt:
      "Not in this list: the names of people, since an office answers for them; who saw your record within something else, as on the page of a merge; who met your name in a list, a search or a file; and reviewers, who compare records.",
    registry: "The registry’s central office",
    somebody: "An office of the registry",
    machine: (client: string) => `${client} (a program, without a person)`,
  },
};
