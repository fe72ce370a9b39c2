/** Why a run waits or has stopped, in the reader's language where there are words for it. */
import type { Texts } from "../texts/english";

/** Return the text of a refusal that ended a step, and what else was met as it is. */
export function whyText(why: string, texts: Texts): string {
  const messages: Readonly<Record<string, string>> = texts.errors.messages;
  return messages[why] ?? why;
}
