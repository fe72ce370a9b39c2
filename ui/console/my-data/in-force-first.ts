/** The order in which a person reads their consents. */

interface Standing {
  readonly status: "OFFERED" | "ACCEPTED" | "DECLINED" | "WITHDRAWN";
}

/** Return those in force before those that wait; apart, those that are over, the last one first. */
export function inForceFirst<Consent extends Standing>(consents: readonly Consent[]) {
  const inForce = consents.filter(({ status }) => status === "ACCEPTED");
  const waiting = consents.filter(({ status }) => status === "OFFERED");
  const live: readonly Consent[] = [...inForce, ...waiting];
  return { live, before: consents.filter((consent) => !live.includes(consent)).toReversed() };
}
