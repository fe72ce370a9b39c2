/** The button "…" of a row and the menu that it opens, which is loaded as somebody comes to the button. */
import "../styles/acts.css";
import { Ellipsis } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { Button as Pressable } from "react-aria-components/Button";
import type { Act, Beginning } from "./acts";
import { ErrorBoundary } from "./error-boundary";
import { forgetFailures, loadingOnce } from "./later";
import { NotOpened } from "./not-opened";

interface ActsMenuProps {
  /** What the button is called. */
  readonly label: string;
  readonly acts: readonly Act[];
}

const BEGINNINGS: ReadonlyMap<string, Beginning> = new Map([
  ["ArrowDown", "first"],
  ["ArrowUp", "last"],
]);

const loadMenu = loadingOnce(() => import("./opened-acts"));
const OpenedActs = lazy(loadMenu);
const come = () => void loadMenu().catch(forgetFailures);

/** Show the button; an act begins once the menu is closed, and the focus is on the button again. */
export function ActsMenu({ label, acts }: ActsMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  // What is pressed before the menu is there opens it as it comes.
  const [opened, setOpened] = useState<Beginning | null>(null);
  const close = () => setOpened(null);
  return (
    <>
      <Pressable
        ref={button}
        className="button quiet"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={opened !== null}
        onHoverStart={come}
        onFocus={come}
        onPressStart={come}
        onPress={() => setOpened("first")}
        onKeyDown={(event) => {
          const begin = BEGINNINGS.get(event.key);
          // Other keys are the page's, such as those that walk the list.
          if (begin === undefined) return event.continuePropagation();
          event.preventDefault();
          setOpened(begin);
        }}
      >
        <Ellipsis className="icon" aria-hidden="true" />
      </Pressable>
      {opened !== null && (
        <ErrorBoundary fallback={(_, retry) => <NotOpened onRetry={retry} onClose={close} />}>
          <Suspense fallback={null}>
            <OpenedActs label={label} acts={acts} from={button} begin={opened} onClose={close} />
          </Suspense>
        </ErrorBoundary>
      )}
    </>
  );
}
