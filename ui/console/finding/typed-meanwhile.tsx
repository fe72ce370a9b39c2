/** Keeps what is typed while a dialog is loaded: it is meant for that dialog, and for no key of the page. */
import { useLayoutEffect } from "react";

let typed = "";

/** Return what was typed, once. */
export function takeTyped(): string {
  const text = typed;
  typed = "";
  return text;
}

/** Stand in for the dialog; Escape gives it up. */
export function TypedMeanwhile({ onClose }: { onClose: () => void }) {
  useLayoutEffect(() => {
    typed = "";
  }, []);
  useLayoutEffect(() => {
    const keep = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === "Escape") onClose();
      else if (event.key === "Backspace") typed = typed.slice(0, -1);
      else if ([...event.key].length === 1) typed += event.key;
    };
    window.addEventListener("keydown", keep, { capture: true });
    return () => window.removeEventListener("keydown", keep, { capture: true });
  });
  return null;
}
