/** A part that is asked for once it is unfolded. */
import { type ReactNode, useState } from "react";
import { QueryBoundary } from "./query-boundary";

interface UnfoldedProps {
  readonly summary: string;
  /** What stands above it and waits for nothing. */
  readonly explanation?: string;
  readonly children: ReactNode;
}

/** Show its summary; what is within is drawn, and so asked for, while it is open. */
export function Unfolded({ summary, explanation, children }: UnfoldedProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {explanation !== undefined && <p className="faint">{explanation}</p>}
      {isOpen && <QueryBoundary>{children}</QueryBoundary>}
    </details>
  );
}
