/** Where a source sends people back to: what came with them begins the sync, once. */
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useAttempt } from "../api/attempt";
import { LinkButton } from "../components/link-button";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { runPath } from "../runs/run-path";
import { useSourcesTexts } from "../texts/sources-texts";
import { useTexts } from "../texts/texts";
import { readSentBack, runOf } from "./sign-in-at-source";

/** What this load of the page has brought back: a page that is drawn twice brings it once. */
let brought: string | null = null;

/** Begin the sync and show its run, or say why there is none. */
export default function SourcesCallbackPage() {
  const texts = useTexts();
  const labels = useSourcesTexts();
  const [, navigate] = useLocation();
  const [back] = useState(() => readSentBack(location.search));
  const { attempt, refusal } = useAttempt();
  useEffect(() => {
    if (back === null || back.state === brought) return;
    brought = back.state;
    // The code stays neither in the address nor in the history.
    history.replaceState(history.state, "", location.pathname);
    void attempt(async () => navigate(runPath(await runOf(back)), { replace: true }));
  }, [back, attempt, navigate]);
  return (
    <Page
      title={labels.signInTitle}
      actions={<LinkButton to="/organisations">{texts.menu.organisations}</LinkButton>}
    >
      {back !== null && refusal === null && (
        <Notice kind="note">
          <p>{labels.signedIn}</p>
        </Notice>
      )}
      {back === null && (
        <Notice kind="note">
          <p>{labels.noSignIn}</p>
        </Notice>
      )}
      <RefusalNotice refusal={refusal} />
    </Page>
  );
}
