/** The order in which a person reads their consents. */

interface Standing {
  readonly status: "OFFERED" | "ACCEPTED" | "DECLINED" | "WITHDRAWN";
  /** Since when it stands so, as ISO 8601 has it in UTC. */
  readonly updatedAt: string;
}

/** Return those in force before those that wait; apart, those that are over, the last one first. */
export function inForceFirst<Consent extends Standing>(consents: readonly Consent[]) {
  const inForce = consents.filter(({ status }) => status === "ACCEPTED");
  const waiting = consents.filter(({ status }) => status === "OFFERED");
  const live: readonly Consent[] = [...inForce, ...waiting];
  const before = consents
    .filter((consent) => !live.includes(consent))
    .toSorted((one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt));
  return { live, before };
}
