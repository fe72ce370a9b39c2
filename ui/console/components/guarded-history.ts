/** Holds Back and Forward while something on the page would be left behind. */

/**
 * What would be left behind: what is on its way to the server, which goes on while one leaves the
 * page and not while one closes it; a draft, which is kept; a form or a secret, which is not.
 */
export type LeftBehind = "sending" | "draft" | "form" | "secret";

/** What the page on show would leave behind, each under a key of its own. */
export const guarded = new Map<object, LeftBehind>();

type Ask = (leave: () => void) => void;
let ask: Ask | null = null;

/** Name who asks before the page is left; the function returned stops that. */
export function askBeforeLeaving(asks: Ask): () => void {
  ask = asks;
  return () => {
    ask = null;
  };
}

/** Leave the page without a question: what was on it has been sent, or is given up. */
export function leaveFreely(): void {
  guarded.clear();
}

/** Return whether to ask before another page is shown. */
export function asksBeforeLeaving(): boolean {
  return [...guarded.values()].some((it) => it !== "sending");
}

/** Return what matters most of what would be left behind. */
export function worstLeftBehind(): Exclude<LeftBehind, "sending"> {
  const all = [...guarded.values()];
  return all.find((it) => it === "secret") ?? all.find((it) => it === "form") ?? "draft";
}

/**
 * Return to the guarded page when Back or Forward has left it, and ask.
 *
 * To be called before the router listens: a window calls its listeners in the order in which they
 * were added, also those that capture, and the router would have drawn the other page by then.
 */
export function guardHistory(): void {
  let address = location.href;
  addEventListener("popstate", (event) => {
    if (!asksBeforeLeaving() || ask === null || location.href === address) {
      address = location.href;
      return;
    }
    event.stopImmediatePropagation();
    // No script can hold Back itself: the page is put on top, and leaving it goes back once more.
    history.pushState(null, "", address);
    ask(() => history.back());
  });
  for (const name of ["pushState", "replaceState"]) {
    addEventListener(name, () => {
      address = location.href;
    });
  }
}
