/** The keys that every page has, and the dialogs that they open, which are loaded then. */
import { lazy, Suspense } from "react";
import { useLocation } from "wouter";
import { ErrorBoundary } from "../components/error-boundary";
import { useViewer } from "../shell/viewer";
import { useKeys } from "./keys";
import { open, useOpened } from "./opened";
import { pageKeys } from "./page-keys";
import { goToSearch, hasRows, hasSearch, moveInRows, openRow } from "./rows";

const Finder = lazy(() => import("./finder"));
const KeysDialog = lazy(() => import("./keys-dialog"));

/** Listen to the keys, and show what one of them has opened. */
export function Finding() {
  const viewer = useViewer();
  const [, navigate] = useLocation();
  const opened = useOpened();
  const pages = pageKeys(viewer).map(({ key, path }) => [key, () => navigate(path)] as const);
  useKeys("anywhere", { "Ctrl+K": () => open("finder"), "?": () => open("keys") }, true);
  useKeys(
    "lists",
    { KeyJ: () => moveInRows(1), KeyK: () => moveInRows(-1), KeyO: openRow },
    hasRows,
  );
  useKeys("lists", { "/": goToSearch }, hasSearch);
  useKeys("pages", Object.fromEntries(pages), pages.length > 0);
  if (opened === null) return null;
  const OpenedDialog = opened === "finder" ? Finder : KeysDialog;
  // A dialog that cannot be loaded is not there: the page below it is none the worse.
  return (
    <ErrorBoundary resetKey={opened} fallback={() => null}>
      <Suspense>
        <OpenedDialog onClose={() => open(null)} />
      </Suspense>
    </ErrorBoundary>
  );
}
