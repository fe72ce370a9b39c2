/** The texts of the forms by which somebody, or a machine, is let in. */
export const access = {
  place: {
    title: "Where the role holds",
    everywhere: "Everywhere",
    inOrganisation: "In one organisation and those below it",
    isEverywhere:
      "This role holds everywhere: only the roles of a registrar and of a steward can be limited to an organisation.",
    find: "Which organisation",
    legend: "Found",
    isMissing: "Choose the organisation in which the role holds.",
  },
  user: {
    made: (name: string) => `The user ${name} is made.`,
    isWithoutRole:
      "They hold no role yet: mend what is wrong and press again, or close this and grant one later.",
    withRole: (role: string) => `Granted: ${role}`,
    show: "Show the password",
    hide: "Hide the password",
    makeUp: "Make one up",
    madeUpHint: "It was made up, and is shown once more when the user is made: then hand it over.",
    noLetter:
      "No letter goes out about the new account: this registry has no mail server. Hand over the user name and the password yourself; one that is made up is shown once more at the end.",
    passwordTitle: "The password that was made up",
    passwordExplanation: (name: string) =>
      `It is shown this once and kept in no log. Give it to ${name}, who can choose another under Your account.`,
  },
  client: {
    setsHint: "A press ticks what such a machine needs; the rest stays as it is.",
    sets: {
      declares: "A portal that declares and is told",
      portal: "The same, with certificates",
      follows: "A system that follows events",
    },
    /** What a right is for. */
    purposes: {
      "person:read": "To look up whether somebody is on record.",
      "vital_event:read":
        "To see what became of its declarations, and records that are registered.",
      "birth:declare": "For a portal of parents or of a hospital.",
      "death:declare": "For a portal of relatives or of a hospital.",
      "marriage:declare": "For a portal of couples.",
      "vital_event:correct": "To mend what it declared, once a registrar agrees.",
      "vital_event:certify": "To have certificates made.",
      "vital_event:issue": "To hand certificates over, with their payment.",
      "webhook:write":
        "To be sent events: it makes its own webhooks, and is sent what it may read.",
      "event:read": "To fetch events one after the other, for whoever has no address of its own.",
      "organisation:read": "To see offices, hospitals and groups.",
      "explanation:read": "To see what people ask about rejections.",
    } as Readonly<Record<string, string>>,
  },
  webhook: {
    owner: "For which client",
    ofConsole: "This console",
    ofClient: "A machine is sent what it may read; this console all that is asked for.",
    ofPrograms:
      "Webhooks of a machine are made under Webhooks, or by its program: by createWebhook, with its own token.",
    guide: "How a program does it",
    clientIsMade: (name: string) =>
      `The client ${name} is made. If events shall be sent to it, add a webhook for it.`,
    tryIt: "The webhook is made. Whether its address answers is seen by a test event.",
    goTo: "Look at the webhook",
    allOf: (noun: string) => `${noun}: all of these`,
  },
};
