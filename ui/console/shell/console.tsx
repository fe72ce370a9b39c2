/** The console as a whole: signed in or not, each sign-in with a memory of its own. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { RelayEnvironmentProvider } from "react-relay";
import { useLocation } from "wouter";
import { freshEnvironment } from "../asking/environment";
import { current, resume, subscribe } from "../asking/session";
import { Skeleton } from "../parts/skeleton";
import { TextsProvider, useTexts } from "../texts/texts";
import { keepFocus } from "./focus";
import { Frame } from "./frame";
import { LostPage } from "./lost-page";
import { SignInPage } from "./sign-in-page";
import { isKnown } from "./views";

/** Shows the sign-in page, or the page that the address names. */
export function Console() {
  useEffect(() => void resume(), []);
  useEffect(keepFocus, []);
  return (
    <TextsProvider>
      <Standing />
    </TextsProvider>
  );
}

function Standing() {
  const texts = useTexts();
  const [location] = useLocation();
  const standing = useSyncExternalStore(subscribe, current);
  const number = standing.phase === "in" ? standing.number : 0;
  const environment = useMemo(() => ({ number, relay: freshEnvironment() }), [number]);
  if (standing.phase === "resuming") return <Skeleton />;
  if (standing.phase === "out" && !isKnown(location)) {
    return (
      <main>
        <LostPage words={texts.shell.noSuchPage} />
      </main>
    );
  }
  if (standing.phase === "out") return <SignInPage ending={standing.ending} />;
  return (
    <RelayEnvironmentProvider environment={environment.relay} key={environment.number}>
      <Frame />
    </RelayEnvironmentProvider>
  );
}
