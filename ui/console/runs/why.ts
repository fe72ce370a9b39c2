/** Why a run waits or has stopped, in the reader's language where there are words for it. */
import type { Texts } from "../texts/english";
import type { RunsTexts } from "../texts/runs-texts";
import { sourceFault } from "./source-faults";

/** Return the text of a refusal or of what a source met, and anything else as it is. */
export function whyText(why: string, texts: Texts, labels: RunsTexts): string {
  const messages: Readonly<Record<string, string>> = texts.errors.messages;
  return messages[why] ?? sourceFault(why, labels) ?? why;
}
