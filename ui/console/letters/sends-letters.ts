/** Whether this registry sends letters at all: the page says so where it does not. */

/** Return it. */
export function sendsLetters(): boolean {
  return document.querySelector("meta[name=letters][content=none]") === null;
}
