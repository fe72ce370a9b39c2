/** What came of a pair in a list of a reviewer's own, in a few words. */
import { useJudgingTexts } from "../texts/judging-texts";
import { isFinal } from "./my-day";
import { outcomeOf, type SettledPair } from "./outcome";

interface OutcomeProps {
  readonly of: { readonly status: string; readonly manualMergeCandidate: SettledPair };
  /** Whether the list is of decided pairs, where one that was taken back stays until it is asked anew. */
  readonly isAmongDecided: boolean;
}

/** Show it; nothing of what is undecided, unless it stands among what is decided. */
export function Outcome({ of: request, isAmongDecided }: OutcomeProps) {
  const { shortOutcomes, takenBack } = useJudgingTexts();
  if (isFinal(request.status)) return shortOutcomes[outcomeOf(request.manualMergeCandidate)];
  return isAmongDecided && request.status === "POSTPONE" ? (
    <span className="badge">{takenBack}</span>
  ) : null;
}
