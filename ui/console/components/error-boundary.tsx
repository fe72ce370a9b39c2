/** Catches the errors of a part of the page. */
import { Component, type ReactNode } from "react";
import { forgetFailures, isNotLoaded, reloadIfAnswered } from "./later";

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

  /** What the button does: a file that did not come needs the page anew. */
  tryAgain = async () => {
    if (isNotLoaded(this.state.error)) await reloadIfAnswered();
    this.retry();
  };

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return this.props.fallback(error, () => void this.tryAgain());
  }
}
