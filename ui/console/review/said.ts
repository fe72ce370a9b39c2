/** What a reviewer said of a pair, in the same words on every page. */
import { useTexts } from "../texts/texts";
import { isFinal } from "./my-day";

type Status = keyof ReturnType<typeof useTexts>["decisionStatuses"];

/** Return what says it: "You said: one person"; before a decision, where the request stands. */
export function useSaid(): (status: Status) => string {
  const { decisionMeanings, decisionStatuses, requests } = useTexts();
  return (status) =>
    isFinal(status) ? requests.said(decisionMeanings[status]) : decisionStatuses[status];
}
