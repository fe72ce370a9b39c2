/** What a long page has: links to its parts, which stay in sight, and the parts with their addresses. */
import { type MouseEvent, type ReactNode, Suspense, useEffect, useState } from "react";
import "../styles/contents.css";
import { QueryBoundary } from "./query-boundary";

/** The id of a part, which stands behind # in its address, and its title. */
export type PartName = readonly [id: string, title: string];

interface ContentsProps {
  readonly label: string;
  readonly parts: readonly PartName[];
}

/** Show the links. */
export function Contents({ label, parts }: ContentsProps) {
  return (
    <nav className="contents" aria-label={label}>
      <ul>
        {parts.map(([id, title]) => (
          <li key={id}>
            <a href={`#${id}`} onClick={(event) => follow(event, id)}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Keep the room of the links until their words are there. */
export function ContentsBoundary({ children }: { children: ReactNode }) {
  return <Suspense fallback={<div className="contents" />}>{children}</Suspense>;
}

interface PartProps {
  readonly id: string;
  readonly children: ReactNode;
}

/** A part of the page, which loads and fails by itself. */
export function Part({ id, children }: PartProps) {
  useEffect(() => {
    if (location.hash === `#${id}`) return stayAt(id);
  }, [id]);
  return (
    <div id={id} className="part" tabIndex={-1}>
      <QueryBoundary>{children}</QueryBoundary>
    </div>
  );
}

interface FoldProps {
  /** The id of the part that it fills. */
  readonly of: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** What is set once or read seldom: it is asked for once somebody opens it, or a link has led there. */
export function Fold({ of, title, children }: FoldProps) {
  const [isOpen, setIsOpen] = useState(() => location.hash === `#${of}`);
  return (
    <details
      className="fold"
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>
        <h2>{title}</h2>
      </summary>
      {isOpen && <QueryBoundary>{children}</QueryBoundary>}
    </details>
  );
}

/** Bring a part into view, opened, and the focus there. */
export function goToPart(id: string): void {
  const part = document.getElementById(id);
  for (const fold of part?.querySelectorAll<HTMLDetailsElement>(".fold") ?? []) fold.open = true;
  part?.focus({ preventScroll: true });
  part?.scrollIntoView();
}

/** Go there without leaving the page: what was typed stays, and the address names the part. */
function follow(event: MouseEvent, id: string) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(history.state, "", `#${id}`);
  goToPart(id);
}

/** Keep a part in view while what stands around it is loaded, until somebody does something; return what ends it. */
function stayAt(id: string) {
  const show = () => document.getElementById(id)?.scrollIntoView();
  const sizes = new ResizeObserver(show);
  const end = () => {
    sizes.disconnect();
    for (const event of ENDS) window.removeEventListener(event, end);
  };
  for (const event of ENDS) window.addEventListener(event, end);
  sizes.observe(document.body);
  show();
  return end;
}

const ENDS = ["wheel", "pointerdown", "keydown"] as const;
