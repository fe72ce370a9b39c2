/** Computes a proof of the trail anew: RFC 6962's inclusion proof, by SHA-256 of the browser. */

/** A proof as the API gives it: numbers as decimal texts, hashes in base64. */
export interface InclusionProof {
  readonly leafIndex: string;
  readonly size: string;
  /** The bytes of the leaf, as the trail has its entry now; null where the entry is gone. */
  readonly leaf: string | null | undefined;
  readonly leafHash: string;
  readonly hashes: readonly string[];
  readonly checkpoint: string;
}

/** A step up the tree: the hash beside the way, and on which side it is. */
export interface Step {
  readonly hash: string;
  readonly isLeft: boolean;
}

/** What came of it; `unknown` where the browser computes no hashes, as on pages without HTTPS. */
export type Outcome = "proved" | "changed" | "broken" | "unknown";

/** Return on which side each hash of a proof is, from the leaf up; null where there are too few or many. */
export function stepsOf({ leafIndex, size, hashes }: InclusionProof): readonly Step[] | null {
  let index = BigInt(leafIndex);
  let last = BigInt(size) - 1n;
  const steps: Step[] = [];
  for (const hash of hashes) {
    if (last === 0n) return null;
    const isLeft = index % 2n === 1n || index === last;
    steps.push({ hash, isLeft });
    // The last node of a level without one beside it goes up as it is.
    while (isLeft && index % 2n === 0n && index > 0n) {
      index /= 2n;
      last /= 2n;
    }
    index /= 2n;
    last /= 2n;
  }
  return last === 0n ? steps : null;
}

/** Compute the leaf's hash and the root, and compare them with what was sealed and signed. */
export async function checkProof(proof: InclusionProof): Promise<Outcome> {
  // There is none on pages that come without HTTPS.
  const digest = (crypto.subtle as SubtleCrypto | undefined) ?? null;
  if (digest === null) return "unknown";
  const hashed = async (...parts: Uint8Array[]) =>
    new Uint8Array(await digest.digest("SHA-256", joined(parts)));
  const written = new TextEncoder().encode(proof.leaf ?? "");
  let hash = await hashed(Uint8Array.of(0), written);
  if (base64(hash) !== proof.leafHash) return "changed";
  const steps = stepsOf(proof);
  if (steps === null) return "broken";
  for (const step of steps) {
    const beside = bytesOf(step.hash);
    const pair = step.isLeft ? [beside, hash] : [hash, beside];
    hash = await hashed(Uint8Array.of(1), ...pair);
  }
  const [, size, root] = proof.checkpoint.split("\n");
  return size === proof.size && root === base64(hash) ? "proved" : "broken";
}

/** Write a proof as C2SP's tlog-proof; its extra data are the bytes of the leaf. */
export function proofFile(proof: InclusionProof): string {
  const lines = ["c2sp.org/tlog-proof@v1"];
  if (proof.leaf != null) lines.push(`extra ${base64(new TextEncoder().encode(proof.leaf))}`);
  lines.push(`index ${proof.leafIndex}`, ...proof.hashes, "", proof.checkpoint);
  return lines.join("\n");
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
