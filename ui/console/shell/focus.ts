/** Where the focus goes when what had it goes away: to what stood around it, not to the page's top. */

const AROUND = "li, fieldset, section, article";

/** Watches over the focus, until the function that this returns is called. */
export function keepFocus(): () => void {
  let path: readonly Element[] = [];
  const note = (event: FocusEvent) => {
    path = pathTo(event.target as Element);
  };
  const watcher = new MutationObserver(() => {
    const last = path[0];
    if (last === undefined || last.isConnected || document.activeElement !== document.body) return;
    const around = path.find((it) => it.isConnected && it.matches(AROUND));
    path = [];
    if (!(around instanceof HTMLElement)) return;
    const place = around.matches("article") ? around.querySelector("h1") : around;
    place?.setAttribute("tabindex", "-1");
    place?.focus({ preventScroll: true });
  });
  document.addEventListener("focusin", note);
  watcher.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", note);
    watcher.disconnect();
  };
}

function pathTo(element: Element): readonly Element[] {
  const above = element.parentElement;
  return above === null ? [element] : [element, ...pathTo(above)];
}
