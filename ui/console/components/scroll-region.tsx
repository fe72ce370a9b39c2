/** A part of the page that scrolls sideways by itself, such as a wide table. */
import "../styles/scroll.css";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTexts } from "../texts/texts";

/** Scroll what is too wide, and say that there is more; it takes the focus, so that the keyboard can scroll it too. */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  const { lists } = useTexts();
  const region = useRef<HTMLDivElement>(null);
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const measure = () => setIsCut(element.scrollWidth > element.clientWidth + 1);
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    for (const child of element.children) sizes.observe(child);
    return () => sizes.disconnect();
  }, []);
  return (
    <>
      {isCut && <p className="scroll-hint">{lists.isCut}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
      <div ref={region} className="scroll" role="region" aria-label={label} tabIndex={0}>
        {children}
      </div>
    </>
  );
}
