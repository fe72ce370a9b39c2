/** The root component: signed in or not, each sign-in with a Relay store of its own. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { RelayEnvironmentProvider } from "react-relay";
import { useLocation } from "wouter";
import { createEnvironment } from "../api/environment";
import { resume, sessionState, subscribe } from "../api/session";
import { Skeleton } from "../components/skeleton";
import { TextsProvider, useTexts } from "../texts/texts";
import { recoverFocus } from "./focus-recovery";
import { Layout } from "./layout";
import { NotFoundPage } from "./not-found-page";
import { isKnownPath } from "./routes";
import { SignInPage } from "./sign-in-page";

/** Show the sign-in page, or the page that the address names. */
export function Console() {
  useEffect(() => void resume(), []);
  useEffect(recoverFocus, []);
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
  const number = session.phase === "signed-in" ? session.number : 0;
  const environment = useMemo(() => ({ number, relay: createEnvironment() }), [number]);
  if (session.phase === "resuming") return <Skeleton />;
  if (session.phase === "signed-out" && !isKnownPath(location)) {
    return (
      <main>
        <NotFoundPage explanation={texts.shell.noSuchPage} />
      </main>
    );
  }
  if (session.phase === "signed-out") return <SignInPage reason={session.reason} />;
  return (
    <RelayEnvironmentProvider environment={environment.relay} key={environment.number}>
      <Layout />
    </RelayEnvironmentProvider>
  );
}
