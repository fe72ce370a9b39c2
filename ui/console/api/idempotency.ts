/**
 * Idempotency keys: the same form sent twice has one effect (rule C4).
 *
 * A form keeps its key until the server has confirmed: an answer may be lost on its way, and a
 * refused call leaves its key free.
 */

/** Return a new key; crypto.randomUUID exists on secure origins only. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
