/** The texts of sources and of syncs with them in English. */
export const sources = {
  all: "Sources",
  allExplanation:
    "Registers elsewhere, of whose groups organisations may be. Whoever looks after an organisation links it and syncs it there.",
  none: "There is no source yet.",
  add: "New source",
  name: "Name",
  protocol: "How it is asked",
  baseUrl: "Address of its API",
  baseUrlHint: "The root with its path, without a query; https.",
  access: "How it may be read",
  accesses: {
    CALLER_TOKEN: "With a token of whoever syncs",
    AUTHORIZATION_CODE: "Whoever syncs signs in there",
    TOKEN_EXCHANGE: "With a token that is exchanged for theirs",
    CLIENT_CREDENTIALS: "With a client of the registry",
  },
  tokenUrl: "Address that gives tokens",
  clientId: "Client of the registry there",
  clientSecret: "Its secret",
  clientSecretHint:
    "Kept sealed and never shown. Without one, the registry signs with a key of its own.",
  title: "Sources",
  explanation: "Where the records of its members come from.",
  group: "Group",
  test: "Test",
  never: "Never synced",
  last: "Last sync",
  sync: "Sync",
  syncTitle: (name: string) => `Sync ${name}`,
  syncExplanation:
    "Everything is read first. What is on record stays as it is until the last step, and is replaced at once.",
  mode: "What is read",
  modes: {
    FULL: "All there is",
    CHANGES: "What has changed since the last sync",
  },
  token: (source: string) => `Your token of ${source}`,
  tokenHint: "What it may not read does not come. It is kept sealed until the sync is over.",
  anyToken: "Token of the source",
  resumeTitle: "Begin again?",
  resumeExplanation: "The source is read anew. Where it is read with a token of yours, give one.",
};
