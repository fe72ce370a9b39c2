/** The end of a list that goes on: it brings the next rows when it comes into sight. */
import { useEffect, useRef } from "react";
import { useTexts } from "../texts/texts";
import { Button } from "./button";

interface EndlessProps {
  readonly hasNext: boolean;
  readonly isLoading: boolean;
  readonly onNext: () => void;
  readonly isEmpty: boolean;
  /** What is said where there is nothing, if there is more to say than that. */
  readonly none?: string;
}

/** Ends a list; a button brings more too, for those who do not scroll. */
export function Endless({ hasNext, isLoading, onNext, isEmpty, none }: EndlessProps) {
  const texts = useTexts();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (element === null || !hasNext || isLoading) return;
    const watcher = new IntersectionObserver(
      (seen) => seen.some((entry) => entry.isIntersecting) && onNext(),
      { rootMargin: "200px" },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [hasNext, isLoading, onNext]);
  return (
    <div ref={end} className="endless" role="status">
      {hasNext ? (
        <Button isDisabled={isLoading} onPress={onNext}>
          {isLoading ? texts.shell.loading : texts.lists.more}
        </Button>
      ) : (
        <p className="faint">{isEmpty ? (none ?? texts.lists.empty) : texts.lists.end}</p>
      )}
    </div>
  );
}
