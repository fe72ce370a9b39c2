/** What a message is, why it did not arrive and whether trying again helps, in the reader's language. */
import { sourceFault } from "../runs/source-faults.ts";
import type { CausesTexts } from "../texts/causes-texts";
import type { Texts } from "../texts/english";
import type { RunsTexts } from "../texts/runs-texts";

/** The texts that name a cause, all of one language. */
export interface CauseTexts {
  readonly causes: CausesTexts;
  readonly messages: Readonly<Record<string, string>>;
  readonly runs: RunsTexts;
}

const patterns: readonly (readonly [
  RegExp,
  "answered" | "mailAnswered" | "cameBack" | "silent" | "unsent",
])[] = [
  [/^Answered (\d+)$/, "answered"],
  [/^The mail server answered (\d+)$/, "mailAnswered"],
  [/^Mail came back: (\S+)$/, "cameBack"],
  [/^No answer within (\d+) seconds$/, "silent"],
  [/^It could not be sent \((\w+)\)$/, "unsent"],
];

/** Return why a message did not arrive: what the server says of it, in words of the reader where there are some. */
export function causeText(error: string, { causes, messages, runs }: CauseTexts): string {
  const known = causes.why[error] ?? messages[error] ?? sourceFault(error, runs);
  if (known != null) return known;
  for (const [pattern, name] of patterns) {
    const found = pattern.exec(error)?.[1];
    if (found !== undefined) return causes[name](found);
  }
  return error;
}

/** Return what a message is called; null where its kind is an event of the trail. */
export function kindText(kind: string, { kinds }: CausesTexts): string | null {
  return kinds[kind] ?? kinds[kind.split(".").slice(0, 2).join(".")] ?? null;
}

/** What has to be done first, where, and whether trying again helps before. */
export interface Advice {
  readonly first: keyof CausesTexts["first"];
  readonly to: keyof CausesTexts["to"] | null;
  readonly helps: boolean;
}

const SWITCH_ON: Advice = { first: "switchOn", to: "webhook", helps: false };
const NEW_SECRET: Advice = { first: "secret", to: "webhook", helps: false };
const SEND_ANEW: Advice = { first: "sendAnew", to: null, helps: false };
const ADDRESS: Advice = { first: "address", to: null, helps: true };
const advices: Readonly<Record<string, Advice>> = {
  "The source no longer accepts the token": { first: "token", to: "run", helps: false },
  "No key of this installation opens the secret: make a new secret": NEW_SECRET,
  "Every delivery failed for days: the webhook is switched off": SWITCH_ON,
  "The receiver answered 410: the webhook is switched off": SWITCH_ON,
  "The webhook was switched off": SWITCH_ON,
  "External id was used for another request": SEND_ANEW,
  "Inbound message is incomplete": SEND_ANEW,
  "Source link is for tests": { first: "otherLink", to: "sources", helps: false },
  "No mail server is set": { first: "mailServer", to: null, helps: true },
  "Its address is not among those that SELFSAME_LETTERS_ALLOWED lists": {
    first: "allowed",
    to: null,
    helps: true,
  },
  "Its organisation sends no letters of its kind": { first: "letters", to: "letters", helps: true },
  "Mail to its address came back before": ADDRESS,
  "It is not known whether it was taken": { first: "maybeTaken", to: null, helps: true },
};

/** Return what helps against a cause; null where another attempt may, with nothing done before. */
export function adviceOn(error: string): Advice | null {
  if (/^(The mail server answered 5\d\d|Mail came back: .*)$/.test(error)) return ADDRESS;
  return advices[error] ?? null;
}

/** What of a message says whether a cause still stands. */
interface Standing {
  readonly lastError?: string | null | undefined;
  readonly webhook?:
    | { readonly isActive: boolean; readonly needsNewSecret: boolean }
    | null
    | undefined;
}

/**
 * Return what has to be done before a message is tried again: nothing once its webhook has been put right.
 *
 * Whatever a message met itself, what keeps its webhook from sending comes first.
 */
export function adviceFor({ lastError, webhook }: Standing): Advice | null {
  if (webhook != null && !webhook.isActive) return SWITCH_ON;
  if (webhook?.needsNewSecret === true) return NEW_SECRET;
  const advice = lastError == null ? null : adviceOn(lastError);
  const isPutRight =
    (advice === NEW_SECRET && webhook?.needsNewSecret === false) ||
    (advice === SWITCH_ON && webhook?.isActive === true);
  if (isPutRight) return null;
  // A steward does not see the webhook of a machine: whether it has been put right is not known.
  return advice?.to === "webhook" && webhook == null ? { ...advice, helps: true } : advice;
}

/** Return what of a webhook stands in the way of its messages, whatever each met; null where nothing does. */
export function obstacleOf({ status, ...standing }: Standing & { readonly status: string }) {
  const advice = status === "FAILED" ? adviceFor(standing) : null;
  return advice?.to === "webhook" && !advice.helps ? advice.first : null;
}

/** Return whether what stands in the way came later: the message met something else itself. */
export function metSomethingElse(message: Standing & { readonly status: string }): boolean {
  const obstacle = obstacleOf(message);
  return (
    obstacle !== null &&
    message.lastError != null &&
    adviceOn(message.lastError)?.first !== obstacle
  );
}

/** Gather the texts that name a cause. */
export function causeTexts(causes: CausesTexts, texts: Texts, runs: RunsTexts): CauseTexts {
  return { causes, messages: texts.errors.messages, runs };
}
