/** What a registrar has to answer before a record is registered or corrected (rule C8a), each by its own question. */
import { useMemo } from "react";
import type { VitalEventAlert } from "../__generated__/registerFormMutation.graphql";
import { Refusal, type Violation } from "../api/refusal";

/** How the API says that an answer is missing. */
const UNANSWERED = "Alerts need an answer";
/** The path of the ticks, of which each alert needs one. */
export const TICKS = "acceptedAlerts";
/** The path of the choice of a person. */
export const WHOM = "personId";
/** The alert that is answered by choosing a person, or nobody. */
export const NOT_FOUND = "PERSON_NOT_FOUND";

/** Return what is open: who it was that died, where that is asked, and the ticks. */
export function openAnswers(
  alerts: readonly VitalEventAlert[],
  asksWhom: boolean,
): readonly Violation[] {
  const isWhom = (alert: VitalEventAlert) => asksWhom && alert === NOT_FOUND;
  return [
    ...(alerts.some(isWhom) ? [{ path: [WHOM], rule: "whom", message: UNANSWERED }] : []),
    ...(alerts.every(isWhom) ? [] : [{ path: [TICKS], rule: "ticked", message: UNANSWERED }]),
  ];
}

/** Return a refusal for want of answers as one that names what is asked, and any other as it is. */
export function useNamedAnswers(refusal: Refusal | null, asksWhom: boolean): Refusal | null {
  return useMemo(() => {
    if (refusal?.message !== UNANSWERED) return refusal;
    const alerts = (refusal.details.alerts ?? []) as readonly VitalEventAlert[];
    return Refusal.ofForm(openAnswers(alerts, asksWhom));
  }, [refusal, asksWhom]);
}
