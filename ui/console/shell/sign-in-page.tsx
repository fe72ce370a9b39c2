/** The sign-in page: name and password, and why the last session ended. */
import { useState } from "react";
import { Refusal } from "../api/refusal";
import { type EndReason, signIn } from "../api/session";
import { NativeButton, NativeField } from "../components/native-controls";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { useTexts } from "../texts/texts";
import { DemoAccounts } from "./demo-accounts";
import { Preferences } from "./preferences";

/** Ask for the name and the password. */
export function SignInPage({ reason }: { reason: EndReason | null }) {
  const texts = useTexts();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(name: string, secret: string) {
    setIsPending(true);
    setRefusal(null);
    try {
      await signIn(name, secret);
    } catch (error) {
      setRefusal(asRefusal(error));
      setIsPending(false);
    }
  }

  return (
    <main className="sign-in">
      <Page title={texts.signIn.title}>
        {reason !== null && refusal === null && (
          <Notice kind={reason.endsWith("blocked") ? "error" : "note"}>
            <p>{texts.signIn.endReasons[reason]}</p>
          </Notice>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit(username, password);
          }}
        >
          <NativeField
            label={texts.signIn.username}
            value={username}
            onChange={setUsername}
            autoComplete="username"
            autoFocus
          />
          <NativeField
            label={texts.signIn.password}
            value={password}
            onChange={setPassword}
            type="password"
            autoComplete="current-password"
          />
          <NativeButton isDisabled={isPending}>{texts.signIn.submit}</NativeButton>
          {refusal?.code === "UNAUTHENTICATED" ? (
            <Notice kind="error">
              <p>{texts.signIn.wrong}</p>
            </Notice>
          ) : (
            <RefusalNotice refusal={refusal} />
          )}
        </form>
        <DemoAccounts isDisabled={isPending} onChoose={(name) => void submit(name, name)} />
        <div className="preferences">
          <Preferences />
        </div>
      </Page>
    </main>
  );
}

function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal({ message: String(error) });
}
