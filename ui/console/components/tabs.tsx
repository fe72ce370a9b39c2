/** The lists of a page as links, with how many each has: one row, which scrolls where it is too long. */
import { useEffect, useRef } from "react";
import { Link } from "wouter";

/** A list of the page. */
export interface Tab {
  readonly name: string;
  readonly text: string;
  readonly address: string;
  /** How many it has, in words; null where that is not known, or is not counted. */
  readonly count: string | null;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The name of the list that is shown. */
  readonly shown: string;
}

/** Show the links; the one of the list that is shown is in sight. */
export function Tabs({ label, tabs, shown }: TabsProps) {
  const row = useRef<HTMLUListElement>(null);
  const counts = tabs.map(({ count }) => count).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown and the counts move them.
  useEffect(() => {
    const list = row.current;
    if (list === null) return;
    // It is called at once, and when a phone is turned.
    const observer = new ResizeObserver(() => {
      const link = list.querySelector("[aria-current]")?.getBoundingClientRect();
      if (link === undefined) return;
      const { left, right } = list.getBoundingClientRect();
      list.scrollBy({ left: Math.min(link.left - left, 0) || Math.max(link.right - right, 0) });
    });
    observer.observe(list);
    return () => observer.disconnect();
  }, [shown, counts]);
  return (
    <nav aria-label={label}>
      <ul className="tabs" ref={row}>
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
