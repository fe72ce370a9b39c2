/**
 * Moves the focus to the nearest container when the focused element is removed, or what opened a dialog that closes,
 * and knows who has moved it.
 */

const CONTAINERS = "li, fieldset, section, article";
const DIALOGS = "[role=dialog], [role=alertdialog]";
// Wouter says in events of these names that the address has changed.
const NAVIGATIONS = ["pushState", "replaceState", "popstate"];

let hasTabbed = false;

/** Whether somebody has gone on with the Tab key since the address changed, and stands where they went. */
export function standsElsewhere(): boolean {
  return hasTabbed && document.activeElement !== document.body;
}

/** Watch the focus; return the function that stops it. */
export function recoverFocus(): () => void {
  let path: readonly Element[] = [];
  // What had the focus before a dialog took it.
  let opener: readonly Element[] = [];
  const rememberPath = (event: FocusEvent) => {
    const next = ancestorsOf(event.target as Element);
    // What still stands there and had lost the focus before the dialog came is not where it goes back to.
    const wasLeft = event.relatedTarget === null && path[0]?.isConnected;
    if (isOfDialog(next) && !isOfDialog(path)) opener = wasLeft ? [] : path;
    path = next;
  };
  const observer = new MutationObserver(() => {
    const last = path[0];
    if (last === undefined || last.isConnected || document.activeElement !== document.body) return;
    // Of one dialog over another the focus goes back to the one below, by its own window.
    if (isOfDialog(path) && document.querySelector(DIALOGS) !== null) return;
    const places = isOfDialog(path) ? opener : path;
    const [from] = places;
    if (from?.isConnected) {
      // It is hidden while its list is read anew, and may be gone then: until that is known nothing has the focus.
      if (from instanceof HTMLElement) from.focus({ preventScroll: true });
      return;
    }
    const container = places.find((it) => it.isConnected && it.matches(CONTAINERS));
    path = [];
    if (!(container instanceof HTMLElement)) return;
    const target = container.matches("article") ? container.querySelector("h1") : container;
    target?.setAttribute("tabindex", "-1");
    target?.focus({ preventScroll: true });
  });
  const noteTab = (event: KeyboardEvent) => {
    if (event.key === "Tab") hasTabbed = true;
  };
  const forgetTab = () => {
    hasTabbed = false;
  };
  document.addEventListener("focusin", rememberPath);
  document.addEventListener("keydown", noteTab, true);
  for (const name of NAVIGATIONS) window.addEventListener(name, forgetTab);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", rememberPath);
    document.removeEventListener("keydown", noteTab, true);
    for (const name of NAVIGATIONS) window.removeEventListener(name, forgetTab);
    observer.disconnect();
  };
}

/** Return whether a dialog is among these. */
function isOfDialog(path: readonly Element[]): boolean {
  return path.some((it) => it.matches(DIALOGS));
}

/** Return an element and all that contain it, the innermost first. */
function ancestorsOf(element: Element): readonly Element[] {
  const parent = element.parentElement;
  return parent === null ? [element] : [element, ...ancestorsOf(parent)];
}
