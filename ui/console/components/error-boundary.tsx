/** Catches the errors of a part of the page. */
import { Component, type ReactNode } from "react";
import { forgetFailures } from "./later";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  readonly fallback: (error: unknown, retry: () => void) => ReactNode;
  readonly onRetry?: () => void;
  /** What the content depends on: when it changes, content that failed is tried again. */
  readonly resetKey?: unknown;
}

/** Catch errors of the content; only a class component can. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch() {
    forgetFailures();
  }

  override componentDidUpdate(before: ErrorBoundaryProps, { error }: { error: unknown }) {
    // An error of this very update belongs to the new key; only an earlier one is retried.
    const isEarlier = error !== null && error === this.state.error;
    if (before.resetKey !== this.props.resetKey && isEarlier) this.retry();
  }

  retry = () => {
    this.props.onRetry?.();
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.fallback(error, this.retry);
  }
}
