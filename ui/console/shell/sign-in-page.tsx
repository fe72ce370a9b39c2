/** The sign-in page: name and password, why the last session ended, and the guides that need no account. */
import type { EndReason } from "../api/session";
import { Mark } from "../components/mark";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { useTexts } from "../texts/texts";
import { DemoAccounts } from "./demo-accounts";
import { Preferences } from "./preferences";
import { SignInForm, useSignIn } from "./sign-in-form";

/** Ask for the name and the password. */
export function SignInPage({ reason }: { reason: EndReason | null }) {
  const texts = useTexts();
  const signingIn = useSignIn();
  return (
    <main className="sign-in">
      <Mark />
      <Page title={texts.signIn.title}>
        {reason !== null && signingIn.refusal === null && (
          <Notice kind={reason.endsWith("blocked") ? "error" : "note"}>
            <p>{texts.signIn.endReasons[reason]}</p>
          </Notice>
        )}
        <SignInForm {...signingIn} />
        <DemoAccounts
          isDisabled={signingIn.isPending}
          onChoose={(name) => void signingIn.submit(name, name)}
        />
        <div className="preferences">
          <Preferences />
          <a href="/docs" hrefLang="en">
            {texts.shell.documentation}
          </a>
        </div>
      </Page>
    </main>
  );
}
