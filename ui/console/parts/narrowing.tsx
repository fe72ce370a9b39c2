/** The filters of a list; where there is little room they are folded until they are wanted. */
import { type ReactNode, useState } from "react";
import { useTexts } from "../texts/texts";
import { useIsNarrow } from "./narrow";

interface NarrowingProps {
  /** Whether the list is narrowed already, so that one sees by what. */
  readonly isInUse: boolean;
  readonly children: ReactNode;
}

/** Shows the filters inside, or a line that unfolds them. */
export function Narrowing({ isInUse, children }: NarrowingProps) {
  const isNarrow = useIsNarrow();
  const [wasInUse] = useState(isInUse);
  return (
    <details className="narrowing" open={wasInUse || !isNarrow}>
      <summary>{useTexts().lists.filters}</summary>
      {children}
    </details>
  );
}
