/** A part of the page that scrolls sideways by itself, such as a wide table. */
import type { ReactNode } from "react";

/** Scroll what is too wide; it takes the focus, so that the keyboard can scroll it too. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <div className="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
