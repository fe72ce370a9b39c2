/** The texts of the page of one's own account in English. */
export const account = {
  leaving: {
    endAll: "End all access",
    ended: (name: string) => `All access of ${name} has ended`,
    endAllTitle: (name: string) => `End all access of ${name}?`,
    endAllExplanation:
      "For somebody who has left. They cannot sign in any more, and this goes at once; what they did stays in the trail by their name:",
    inHand:
      "Declarations that they have taken, and the pair that they are comparing, are free for others at once.",
    isFree: "What they had taken is free for others.",
    sessions: (count: string) => `Open sessions: ${count}`,
    noAccess: "Cannot sign in. No roles. No sessions.",
  },
  failures: {
    said: (count: string, first: string, last: string) =>
      `Sign-ins by this name that failed, by a wrong password or code: ${count}, the first ${first}, the last ${last}.`,
    waits: (seconds: string) => `Too many at once: the next is let in after ${seconds} seconds.`,
    notYou:
      "Where it was you, nothing is to be done. Else somebody knows your name: set up a second factor, and choose another password if yours could be guessed.",
  },
  secondFactor: {
    title: "Second factor",
    explanation:
      "With a second factor nobody comes in by your password alone: an authenticator on your phone shows a code that is asked for too.",
    setUp: "Set up a second factor",
    needsAuthenticator:
      "You need an authenticator: an application on your phone that shows codes of half a minute.",
    begin: "Go on",
    scan: "Scan this with the authenticator.",
    qr: "QR code with the secret of your second factor",
    typeInstead: "Or type this secret into it:",
    firstCode: "The code that it shows now",
    confirm: "Set it up",
    saveCodes: "Save as a file",
    isOn: "Your second factor is on: from now on every sign-in asks for a code.",
    codesKept: "I have kept these codes",
    codesFile: (where: string, username: string, day: string) =>
      `Recovery codes of ${where}\n` +
      `Account: ${username}\n` +
      `Made on: ${day}\n` +
      `Each lets you in once, in place of a code.\n`,
    recoveryTitle: "Codes for the day on which the phone is lost",
    recoveryExplanation:
      "Each lets you in once, in place of a code. They are shown this once: print them, or write them down, and keep them where the phone is not.",
    done: "Your second factor is set up.",
    removed: "Your second factor is removed.",
    renew: "New recovery codes",
    renewExplanation:
      "Ten new codes take the place of those that are left: none of the former lets you in any more.",
    renewed: "You have new recovery codes; the former are over.",
    isSetUp: "Set up",
    codesLeft: "Recovery codes left",
    remove: "Remove the second factor",
    take: "Remove the second factor",
    takeExplanation: (name: string) =>
      `${name} is signed out everywhere, and signs in by the password alone until another is set up. Be sure that it is ${name} who asks.`,
    code: "Code, or a recovery code",
    askedFor: "Your password is right. Type the code that your authenticator shows.",
    nextCode: "It is set up. Wait for the next code of your authenticator, and type it.",
    mustSetUp: "Your role needs a second factor. Set it up to go on.",
    wrong: "This code is wrong, or was used already. Wait for the next one.",
    wrongPasswordOrCode: "The password or the code is wrong, or the code was used already.",
    back: "Sign in as somebody else",
  },
  steps: {
    title: "What was done with your account",
    explanation:
      "Sign-ins, passwords, second factors and roles, by whomever. What you do not know was somebody else: end their session above, and choose another password. Which role was given or taken stands in the audit trail, where an administrator reads it.",
    show: "Show what was done and when",
    byOthers: "by somebody else",
    none: "Nothing is written down of it.",
    anotherLastDay: "Role: another last day",
  },
  address: {
    title: "Where the registry writes to you",
    none: "The registry knows no e-mail address of yours, and sends you no letters.",
    change:
      "It is not changed from here, so that nobody who comes by your session sends your letters elsewhere. An administrator of the registry changes it: ask the office that runs the registry, and bring a paper that says who you are.",
  },
  sessions: {
    title: "Where you are signed in",
    explanation:
      "A session ends by itself twelve hours after its sign-in. Of where it was, the registry keeps the browser alone, and no network address. One that you do not know is somebody else's: end it, and choose another password.",
    changePassword:
      "Ended. If that was not you, or a device is lost or stolen, choose another password now: whoever knows the present one can sign in again.",
    current: "This session",
    unknownBrowser: "Unknown browser",
    on: (browser: string, system: string | null) =>
      system === null ? browser : `${browser} on ${system}`,
    started: "Signed in",
    lastUsed: "Last used",
    through: (client: string) => (client === "console" ? "in the console" : `through ${client}`),
    end: "End",
    endOthers: "End all other sessions",
    endOthersExplanation: "All other browsers have to sign in again; this one goes on.",
    ended: (count: string) => `Sessions ended: ${count}.`,
    hadEnded: "That session had ended already.",
    noOthers: "No other session was open any more.",
    none: "No session is open: you came by a token.",
  },
};
