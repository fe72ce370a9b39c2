/** The filters of a list, collapsed on a narrow screen. */
import { type ReactNode, useState } from "react";
import { useTexts } from "../texts/texts";
import { useIsNarrowScreen } from "./use-is-narrow-screen";

interface FilterPanelProps {
  /** Whether the list is filtered already: then the panel starts open. */
  readonly isInUse: boolean;
  readonly children: ReactNode;
}

/** Show the filters, or a line that expands them. */
export function FilterPanel({ isInUse, children }: FilterPanelProps) {
  const isNarrow = useIsNarrowScreen();
  const [wasInUse] = useState(isInUse);
  return (
    <details className="filter-panel" open={wasInUse || !isNarrow}>
      <summary>{useTexts().lists.filters}</summary>
      {children}
    </details>
  );
}
