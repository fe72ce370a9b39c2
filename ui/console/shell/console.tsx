/** The console as a whole: signed in or not, each sign-in with a memory of its own. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { RelayEnvironmentProvider } from "react-relay";
import { freshEnvironment } from "../asking/environment";
import { current, resume, subscribe } from "../asking/session";
import { Skeleton } from "../parts/skeleton";
import { TextsProvider } from "../texts/texts";
import { Frame } from "./frame";
import { SignInPage } from "./sign-in-page";

/** Shows the sign-in page, or the page that the address names. */
export function Console() {
  useEffect(() => void resume(), []);
  return (
    <TextsProvider>
      <Standing />
    </TextsProvider>
  );
}

function Standing() {
  const standing = useSyncExternalStore(subscribe, current);
  const number = standing.phase === "in" ? standing.number : 0;
  const environment = useMemo(() => ({ number, relay: freshEnvironment() }), [number]);
  if (standing.phase === "resuming") return <Skeleton />;
  if (standing.phase === "out") return <SignInPage ending={standing.ending} />;
  return (
    <RelayEnvironmentProvider environment={environment.relay} key={environment.number}>
      <Frame />
    </RelayEnvironmentProvider>
  );
}
