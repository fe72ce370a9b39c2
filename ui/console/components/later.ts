/** What is loaded when it is first needed, and anew after a failure was shown: the server may be back. */

import { Refusal } from "../api/refusal";

const forgets = new Set<() => void>();

/** Return what loads something once; what fails stays failed until `forgetFailures`. */
export function loadingOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | null = null;
  const forget = () => {
    loading = null;
  };
  return () => {
    if (loading === null) {
      loading = load().catch(() => {
        throw Refusal.unreachable();
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
