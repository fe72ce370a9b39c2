/** The keys that every page has, and the dialogs that they open, which are loaded then. */
import { lazy, Suspense, useEffect } from "react";
import { useLocation } from "wouter";
import { signOut } from "../api/session";
import { ConfirmDialog } from "../components/confirm-dialog";
import { loadDialog } from "../components/dialog";
import { ErrorBoundary } from "../components/error-boundary";
import { forgetFailures, loadingOnce } from "../components/later";
import { NotOpened } from "../components/not-opened";
import { unfinished } from "../records/unfinished";
import { useViewer } from "../shell/viewer";
import { useFormats, useTexts } from "../texts/texts";
import { useKeys } from "./keys";
import { open, useOpened } from "./opened";
import { pageKeys } from "./page-keys";
import { goToSearch, hasRows, hasSearch, moveInRows, openRow } from "./rows";
import { TypedMeanwhile } from "./typed-meanwhile";

const loadFinder = loadingOnce(
  async () => (await Promise.all([import("./finder"), loadDialog()]))[0],
);
const loadKeysDialog = loadingOnce(
  async () => (await Promise.all([import("./keys-dialog"), loadDialog()]))[0],
);
const Finder = lazy(loadFinder);
const KeysDialog = lazy(loadKeysDialog);

// The first half of Ctrl-K, and of `?` on most keyboards: the other may follow.
document.addEventListener("keydown", ({ key }) => {
  if (key === "Control" || key === "Meta") void loadFinder().catch(forgetFailures);
  if (key === "Shift") void loadKeysDialog().catch(forgetFailures);
});

/** Listen to the keys, and show what one of them has opened. */
export function Finding() {
  const viewer = useViewer();
  const [, navigate] = useLocation();
  const opened = useOpened();
  // Whoever signs in afterwards is not asked what was asked of the one before.
  useEffect(() => () => open(null), []);
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
  if (opened === "sign-out") return <SignOut onClose={() => open(null)} />;
  const OpenedDialog = opened === "finder" ? Finder : KeysDialog;
  const close = () => open(null);
  return (
    <ErrorBoundary
      resetKey={opened}
      fallback={(_, retry) => <NotOpened onRetry={retry} onClose={close} />}
    >
      <Suspense fallback={<TypedMeanwhile onClose={close} />}>
        <OpenedDialog onClose={close} />
      </Suspense>
    </ErrorBoundary>
  );
}

/** Asks before drafts are left, which are deleted with the session. */
function SignOut({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const { leaving, shell } = texts;
  const { list } = useFormats();
  const lost = leaving.lost(list(unfinished(texts).map(({ title }) => title)));
  return (
    <ConfirmDialog
      title={leaving.signOutTitle}
      explanation={`${leaving.signOutExplanation} ${lost}`}
      confirmLabel={shell.signOut}
      cancelLabel={leaving.stay}
      onConfirm={() => void signOut()}
      onCancel={onClose}
    />
  );
}
