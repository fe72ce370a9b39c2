/** Why a run waits or has stopped, in the reader's language where there are words for it. */
import { graphql } from "react-relay";
import type { Texts } from "../texts/english";
import type { RunsTexts } from "../texts/runs-texts";
import { sourceFault } from "./source-faults";

/** Return the text of a refusal or of what a source met, and anything else as it is. */
export function whyText(why: string, texts: Texts, labels: RunsTexts): string {
  const messages: Readonly<Record<string, string>> = texts.errors.messages;
  return messages[why] ?? sourceFault(why, labels) ?? why;
}

interface Held {
  readonly heldBecause: string | null | undefined;
  readonly heldReason: string | null | undefined;
  readonly heldEnding: number | null | undefined;
  readonly heldMembers: number | null | undefined;
}

/** Return what a run waits for; the API's own sentence where it has no code that is known here. */
export function heldText(
  { heldBecause, heldReason, heldEnding, heldMembers }: Held,
  { heldReasons }: RunsTexts,
  number: (value: number) => string,
): string | null {
  const isKnown = heldReason === "MEMBERS_WOULD_END" && heldEnding != null && heldMembers != null;
  if (!isKnown) return heldBecause ?? null;
  return heldReasons.MEMBERS_WOULD_END(number(heldEnding), number(heldMembers));
}

/** It is spread unmasked where a run is shown. */
void graphql`
  fragment why_run on Run {
    heldBecause
    heldReason
    heldEnding
    heldMembers
  }
`;
