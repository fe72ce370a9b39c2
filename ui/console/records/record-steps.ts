/** The steps of a record's history: what was done, in order, with what came of it. */
import type { recordHistory_event$data } from "../__generated__/recordHistory_event.graphql";
import type { Version } from "./versions";

type Event = recordHistory_event$data;

export interface Step {
  readonly action: string;
  readonly actorName: string | null | undefined;
  readonly insertedAt: string;
  /** Whether it settled an annulment, for which the API has the words of a correction. */
  readonly isOfAnnulment: boolean;
  /** Reasons that somebody gave. */
  readonly words: readonly string[];
  readonly certificate: Event["certificates"][number] | null;
  /** What a registrar revoked. */
  readonly revoked: Event["certificates"][number] | null;
  /** What was handed out. */
  readonly issued: Event["certificates"][number] | null;
  readonly version: { readonly before: Version; readonly after: Version } | null;
}

/** Put together what was done and what came of it: both are in the order in which they were done. */
export function stepsOf(
  { history, certificates, corrections, notDuplicateReasons }: Event,
  versions: readonly Version[],
  ofRegistry: Reasons,
): readonly Step[] {
  let [changes, made, asked, out, settled] = [0, 0, 0, 0, 0];
  // One is handed out before the next is made, and none after it was revoked.
  const handedOut = certificates.filter(({ issuedAt }) => issuedAt != null);
  const done = history
    // Of which certificate, and of one that was not the last: what was revoked says it itself.
    .filter(({ action }) => action !== REVOKED)
    .filter((step, at, known) => {
      const former = known[at - 1];
      return step.action !== former?.action || step.insertedAt !== former.insertedAt;
    })
    .map((step) => {
      const participle = step.action.split(".")[1] ?? "";
      const words: (string | null | undefined)[] = [];
      let certificate: Step["certificate"] = null;
      const issued = participle === "issued" ? (handedOut[out++] ?? null) : null;
      let version: Step["version"] = null;
      if (participle === "certified") certificate = certificates[made++] ?? null;
      if (participle.endsWith("_requested")) words.push(corrections[asked++]?.reason);
      if (participle === "marked_as_not_duplicate")
        words.push(notDuplicateReasons[settled++] || null);
      if (participle === "correction_rejected") words.push(corrections[asked - 1]?.rejectionReason);
      if (participle === "amended" || participle === "corrected") {
        const [before, after] = [versions[changes], versions[changes + 1]];
        changes += 1;
        if (before !== undefined && after !== undefined) version = { before, after };
      }
      const isOfAnnulment = corrections[asked - 1]?.kind === "ANNULMENT";
      return {
        ...step,
        isOfAnnulment,
        words: words.filter((it) => it != null),
        certificate,
        revoked: null,
        issued,
        version,
      };
    });
  return [...done, ...revokedOf(certificates, ofRegistry)].sort(
    (one, other) => Date.parse(one.insertedAt) - Date.parse(other.insertedAt),
  );
}

type Reasons = Readonly<Record<string, string>>;
const REVOKED = "certificate.revoked";

/** Return what registrars revoked; what the registry itself revoked is a part of a step that there is. */
function revokedOf(certificates: Event["certificates"], ofRegistry: Reasons): readonly Step[] {
  return certificates.flatMap((revoked) =>
    revoked.revokedAt == null || (revoked.revocationReason ?? "") in ofRegistry
      ? []
      : {
          action: REVOKED,
          actorName: revoked.revokerName,
          insertedAt: revoked.revokedAt,
          isOfAnnulment: false,
          words: [],
          certificate: null,
          revoked,
          issued: null,
          version: null,
        },
  );
}
