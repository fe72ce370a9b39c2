/** The lists of a page as links, with how many each has: one row, which scrolls where it is too long. */
import "../styles/tabs.css";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";

/** A list of the page. */
export interface Tab {
  readonly name: string;
  readonly text: string;
  readonly address: string;
  /** How many it has, in words; null where that is not known, or is not counted. */
  readonly count: string | null;
}

/** At which sides of the row there is more than is seen. */
type Cut = "none" | "left" | "right" | "both";

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The name of the list that is shown. */
  readonly shown: string;
}

/** Show the links; the one of the list that is shown is in sight. */
export function Tabs({ label, tabs, shown }: TabsProps) {
  const row = useRef<HTMLUListElement>(null);
  const [cut, setCut] = useState<Cut>("none");
  const counts = tabs.map(({ count }) => count).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown and the counts move them.
  useEffect(() => {
    const list = row.current;
    if (list === null) return;
    const measure = () => setCut(cutSides(list));
    // It is called at once, and when a phone is turned.
    const observer = new ResizeObserver(() => {
      const link = list.querySelector("[aria-current]")?.getBoundingClientRect();
      const { left, right } = list.getBoundingClientRect();
      if (link !== undefined) {
        list.scrollBy({ left: Math.min(link.left - left, 0) || Math.max(link.right - right, 0) });
      }
      measure();
    });
    observer.observe(list);
    list.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener("scroll", measure);
    };
  }, [shown, counts]);
  return (
    <nav aria-label={label}>
      <ul className="tabs" ref={row} data-cut={cut}>
        {tabs.map(({ name, text, address, count }) => (
          <li key={name}>
            <Link href={address} aria-current={name === shown ? "page" : undefined}>
              {text} {count !== null && <b>{count}</b>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Return where links are out of sight; the first of a row that goes right to left are at its right. */
function cutSides(list: HTMLElement): Cut {
  const hidden = list.scrollWidth - list.clientWidth;
  const isRightToLeft = getComputedStyle(list).direction === "rtl";
  const atLeft = isRightToLeft ? hidden + list.scrollLeft : list.scrollLeft;
  const isLeftCut = atLeft > 1;
  const isRightCut = hidden - atLeft > 1;
  if (isLeftCut) return isRightCut ? "both" : "left";
  return isRightCut ? "right" : "none";
}
