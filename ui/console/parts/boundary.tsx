/** What stands in a page's place while it loads, and when it cannot be shown. */
import { Component, type ReactNode, Suspense, useState } from "react";
import { Attempt } from "../asking/queries";
import { Refusal } from "../asking/refusal";
import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { Trouble } from "./notice";
import { Skeleton } from "./skeleton";

interface GuardProps {
  readonly children: ReactNode;
  readonly instead: (error: unknown, again: () => void) => ReactNode;
  readonly onAgain: () => void;
  readonly of: unknown;
}

/** React knows only a class that catches errors. */
class Guard extends Component<GuardProps, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: GuardProps, { error }: { error: unknown }) {
    // What failed just now failed with what it depends on now; only what failed before is tried.
    if (before.of !== this.props.of && error !== null && error === this.state.error) this.again();
  }

  again = () => {
    this.props.onAgain();
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.instead(error, this.again);
  }
}

interface BoundaryProps {
  readonly children: ReactNode;
  /** What the inside depends on: when it changes, a failed inside is tried again. */
  readonly of?: unknown;
}

/** Shows a skeleton until the inside is there, and words with a way to try again if it fails. */
export function Boundary({ children, of }: BoundaryProps) {
  const texts = useTexts();
  const [attempt, setAttempt] = useState(0);
  const instead = (error: unknown, again: () => void) => (
    <Trouble refusal={error instanceof Refusal ? error : new Refusal({ message: String(error) })}>
      <Button onPress={again}>{texts.errors.again}</Button>
    </Trouble>
  );
  return (
    <Guard instead={instead} onAgain={() => setAttempt(attempt + 1)} of={of}>
      <Attempt value={attempt}>
        <Suspense fallback={<Skeleton />}>{children}</Suspense>
      </Attempt>
    </Guard>
  );
}
