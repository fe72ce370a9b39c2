/** Moves the focus to the nearest container when the focused element is removed, and knows who has moved it. */

const CONTAINERS = "li, fieldset, section, article";
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
  const rememberPath = (event: FocusEvent) => {
    path = ancestorsOf(event.target as Element);
  };
  const observer = new MutationObserver(() => {
    const last = path[0];
    if (last === undefined || last.isConnected || document.activeElement !== document.body) return;
    const container = path.find((it) => it.isConnected && it.matches(CONTAINERS));
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

/** Return an element and all that contain it, the innermost first. */
function ancestorsOf(element: Element): readonly Element[] {
  const parent = element.parentElement;
  return parent === null ? [element] : [element, ...ancestorsOf(parent)];
}
