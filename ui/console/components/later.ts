/** What is loaded when it is first needed, and anew after a failure was shown: the server may be back. */

import { Refusal } from "../api/refusal";

const forgets = new Set<() => void>();
const failures = new WeakSet<object>();

/** Return what loads something once; what fails stays failed until `forgetFailures`. */
export function loadingOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | null = null;
  const forget = () => {
    loading = null;
  };
  return () => {
    if (loading === null) {
      loading = load().catch(() => {
        const failure = Refusal.unreachable();
        failures.add(failure);
        throw failure;
      });
      // React asks again before it shows what failed: until then it has to be the same failure.
      loading.catch(() => forgets.add(forget));
    }
    return loading;
  };
}

/** Have what failed loaded anew when it is needed next. */
export function forgetFailures(): void {
  for (const forget of forgets) forget();
  forgets.clear();
}

/** Return whether an error is that a file of the console did not come. */
export function isNotLoaded(error: unknown): boolean {
  return typeof error === "object" && error !== null && failures.has(error);
}

/**
 * Load the page anew if the server answers; return otherwise.
 *
 * Chromium does not fetch a module again that once did not come, and a newer console has other files. Where the
 * server is still away, the page stays with all that is on it.
 */
export async function reloadIfAnswered(): Promise<void> {
  const asked = fetch(location.href, { method: "HEAD", cache: "no-store" });
  const isAnswered = await asked.then(({ ok }) => ok).catch(() => false);
  if (isAnswered) location.reload();
}
