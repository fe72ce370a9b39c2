/** What stands in the place of a part of the page that loads its data: a skeleton, or an error. */
import { type ReactNode, Suspense, useState } from "react";
import { FetchKeyContext } from "../api/queries";
import { Refusal } from "../api/refusal";
import { useTexts } from "../texts/texts";
import { ErrorBoundary } from "./error-boundary";
import { FailedState } from "./failed-state";
import { Skeleton } from "./skeleton";

interface QueryBoundaryProps {
  readonly children: ReactNode;
  /** What the content depends on: when it changes, content that failed is tried again. */
  readonly resetKey?: unknown;
  /** Whether something else is asked by now: what is shown is dimmed until that has come. Left out where it never is. */
  readonly isBehind?: boolean;
  /** How often it was asked anew by the same variables. */
  readonly fetchKey?: number;
}

/** Show a skeleton until the content is loaded, and the error with a button to retry if it fails. */
export function QueryBoundary(props: QueryBoundaryProps) {
  const { children, resetKey, isBehind, fetchKey: askedAnew = 0 } = props;
  const { shell } = useTexts();
  const [fetchKey, setFetchKey] = useState(0);
  const fallback = (error: unknown, retry: () => void) => (
    <FailedState
      refusal={error instanceof Refusal ? error : new Refusal({ message: String(error) })}
      onRetry={retry}
    />
  );
  const content = <Suspense fallback={<Skeleton />}>{children}</Suspense>;
  return (
    <ErrorBoundary
      fallback={fallback}
      onRetry={() => setFetchKey(fetchKey + 1)}
      resetKey={resetKey}
    >
      <FetchKeyContext value={fetchKey + askedAnew}>
        {isBehind === true && (
          <div className="behind" role="status">
            <span className="visually-hidden">{shell.loading}</span>
          </div>
        )}
        {isBehind === undefined ? (
          content
        ) : (
          <div className="asked" aria-busy={isBehind}>
            {content}
          </div>
        )}
      </FetchKeyContext>
    </ErrorBoundary>
  );
}
