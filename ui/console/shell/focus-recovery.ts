/** Moves the focus to the nearest container when the focused element is removed. */

const CONTAINERS = "li, fieldset, section, article";

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
  document.addEventListener("focusin", rememberPath);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", rememberPath);
    observer.disconnect();
  };
}

/** Return an element and all that contain it, the innermost first. */
function ancestorsOf(element: Element): readonly Element[] {
  const parent = element.parentElement;
  return parent === null ? [element] : [element, ...ancestorsOf(parent)];
}
