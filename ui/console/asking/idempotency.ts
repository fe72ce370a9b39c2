/**
 * The key that makes a second sending of the same form harmless (rule C4).
 *
 * A form keeps its key until the server has said that it is done: an answer may be lost on its
 * way, and a refused call leaves its key free.
 */

/** Makes a key; the browser's own maker works on safe origins only, so this does without. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
