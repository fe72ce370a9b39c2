/** What stands in the place of a part of the page that loads its data: a skeleton, or an error. */
import { Component, type ReactNode, Suspense, useState } from "react";
import { FetchKeyContext } from "../api/queries";
import { Refusal } from "../api/refusal";
import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { RefusalNotice } from "./notice";
import { Skeleton } from "./skeleton";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  readonly fallback: (error: unknown, retry: () => void) => ReactNode;
  readonly onRetry: () => void;
  readonly resetKey: unknown;
}

/** Catch errors of the content; only a class component can. */
class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: ErrorBoundaryProps, { error }: { error: unknown }) {
    // An error of this very update belongs to the new key; only an earlier one is retried.
    const isEarlier = error !== null && error === this.state.error;
    if (before.resetKey !== this.props.resetKey && isEarlier) this.retry();
  }

  retry = () => {
    this.props.onRetry();
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.fallback(error, this.retry);
  }
}

interface QueryBoundaryProps {
  readonly children: ReactNode;
  /** What the content depends on: when it changes, content that failed is tried again. */
  readonly resetKey?: unknown;
}

/** Show a skeleton until the content is loaded, and the error with a button to retry if it fails. */
export function QueryBoundary({ children, resetKey }: QueryBoundaryProps) {
  const texts = useTexts();
  const [fetchKey, setFetchKey] = useState(0);
  const fallback = (error: unknown, retry: () => void) => (
    <RefusalNotice
      refusal={error instanceof Refusal ? error : new Refusal({ message: String(error) })}
    >
      <Button onPress={retry}>{texts.errors.retry}</Button>
    </RefusalNotice>
  );
  return (
    <ErrorBoundary
      fallback={fallback}
      onRetry={() => setFetchKey(fetchKey + 1)}
      resetKey={resetKey}
    >
      <FetchKeyContext value={fetchKey}>
        <Suspense fallback={<Skeleton />}>{children}</Suspense>
      </FetchKeyContext>
    </ErrorBoundary>
  );
}
