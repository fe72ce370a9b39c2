/** The root component: signed in or not, each sign-in with a Relay store of its own. */
import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { deleteOldDrafts } from "../api/drafts";
import { sessionState, subscribe } from "../api/session";
import { ErrorBoundary } from "../components/error-boundary";
import { reloadIfAnswered } from "../components/later";
import { NotLoaded } from "../components/not-loaded";
import { Skeleton } from "../components/skeleton";
import { TextsProvider, useTexts } from "../texts/texts";
import { recoverFocus } from "./focus-recovery";
import { NotFoundPage } from "./not-found-page";
import { isKnownPath, preloadPage } from "./routes";
import { SignInAgain } from "./sign-in-again";
import { SignInPage } from "./sign-in-page";

const loadSignedIn = () => import("./signed-in");
const SignedIn = lazy(loadSignedIn);
const InvitationToStrangers = lazy(async () => ({
  default: (await import("../invitation/invitation-page")).InvitationToStrangers,
}));

/** Show the sign-in page, or the page that the address names. */
export function Console() {
  useEffect(recoverFocus, []);
  useEffect(deleteDraftsInTime, []);
  return (
    <TextsProvider>
      <Session />
    </TextsProvider>
  );
}

function Session() {
  const texts = useTexts();
  const [location] = useLocation();
  const session = useSyncExternalStore(subscribe, sessionState);
  useEffect(preloadSignedIn, []);
  if (session.phase === "resuming") return <Skeleton />;
  if (session.phase === "signed-out" && !isKnownPath(location)) {
    return (
      <main>
        <NotFoundPage explanation={texts.shell.noSuchPage} />
      </main>
    );
  }
  if (session.phase === "signed-out" && location === "/invitation") {
    return (
      <ErrorBoundary fallback={() => <RestNotLoaded />}>
        <Suspense fallback={<Skeleton />}>
          <InvitationToStrangers />
        </Suspense>
      </ErrorBoundary>
    );
  }
  if (session.phase === "signed-out") return <SignInPage reason={session.reason} />;
  return (
    <>
      <ErrorBoundary fallback={() => <RestNotLoaded />}>
        <Suspense fallback={<Skeleton />}>
          <SignedIn session={session.number} />
        </Suspense>
      </ErrorBoundary>
      {session.phase === "expired" && <SignInAgain />}
    </>
  );
}

/** Stands where the server did not send the rest of the console. */
function RestNotLoaded() {
  return (
    <main>
      <NotLoaded onRetry={() => void reloadIfAnswered()} />
    </main>
  );
}

/** Delete old drafts now and while the page stands open; return the function that stops it. */
function deleteDraftsInTime(): () => void {
  deleteOldDrafts();
  const timer = setInterval(deleteOldDrafts, 60_000);
  return () => clearInterval(timer);
}

/** Load it before it is needed: at once if a session is resumed, and the page too, else in idle time. */
function preloadSignedIn(): void {
  const load = () => void loadSignedIn().catch(() => null);
  if (sessionState().phase === "resuming") {
    load();
    preloadPage(location.pathname);
  } else if ("requestIdleCallback" in window) requestIdleCallback(load);
  else setTimeout(load, 1000);
}
