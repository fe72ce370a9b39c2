/** The end of an infinite list: it loads the next rows when it scrolls into view. */
import { useEffect, useRef } from "react";
import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

interface LoadMoreProps {
  readonly hasNext: boolean;
  readonly isLoading: boolean;
  readonly onLoadMore: () => void;
  readonly isEmpty: boolean;
  /** Shown instead of the general text where the list is empty. */
  readonly emptyText?: string;
}

/** End a list; a button loads more too, for those who do not scroll. */
export function LoadMore({ hasNext, isLoading, onLoadMore, isEmpty, emptyText }: LoadMoreProps) {
  const texts = useTexts();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (element === null || !hasNext || isLoading) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && onLoadMore(),
      { rootMargin: "200px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasNext, isLoading, onLoadMore]);
  return (
    <div ref={end} className="load-more" role="status">
      {hasNext ? (
        <Button isDisabled={isLoading} onPress={onLoadMore}>
          {isLoading ? texts.shell.loading : texts.lists.more}
        </Button>
      ) : isEmpty ? (
        <EmptyState text={emptyText ?? texts.lists.empty} />
      ) : (
        <p className="faint">{texts.lists.end}</p>
      )}
    </div>
  );
}
