/** A line of text that changes while somebody types below it, and moves nothing. */
import type { ReactNode } from "react";
import "../styles/steady.css";

interface SteadyProps {
  readonly className?: string;
  /** What it may come to say: the longest keeps its place from the beginning. */
  readonly texts: readonly string[];
  readonly children: ReactNode;
}

/** Show the line in the room that its longest text takes, at any width. */
export function Steady({ className = "", texts, children }: SteadyProps) {
  const longest = texts.reduce((one, other) => (other.length > one.length ? other : one), "");
  return (
    <p className={`steady ${className}`} data-longest={longest}>
      <span>{children}</span>
    </p>
  );
}
