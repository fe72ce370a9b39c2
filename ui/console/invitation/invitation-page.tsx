/** Where an invitation is accepted: by a new user, or by one who is signed in. */
import { useState, useSyncExternalStore } from "react";
import { Refusal } from "../api/refusal";
import { sessionState, subscribe, validToken } from "../api/session";
import { Form } from "../components/form";
import { Mark } from "../components/mark";
import { NativeButton, NativeField } from "../components/native-controls";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { SignInForm, useSignIn } from "../shell/sign-in-form";
import { useInvitationTexts } from "../texts/invitation-texts";
import { useTexts } from "../texts/texts";
import { acceptInvitation, type Newcomer } from "./invitation-api";

/** Show the invitation of the address; another link that is opened in the same tab is another one. */
export default function InvitationPage() {
  const token = useSyncExternalStore(subscribeToHash, () => location.hash.slice(1));
  return <Invitation key={token} token={token} />;
}

function subscribeToHash(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** Show what fits whoever has the link. */
function Invitation({ token }: { token: string }) {
  const words = useInvitationTexts();
  const session = useSyncExternalStore(subscribe, sessionState);
  const [isDone, setIsDone] = useState(false);
  const [hasAccount, setHasAccount] = useState(false);
  const done = () => setIsDone(true);
  const number = session.phase === "signed-in" ? session.number : null;
  return (
    <Page title={words.title}>
      {token === "" && (
        <Notice kind="error">
          <p>{words.noLink}</p>
        </Notice>
      )}
      {isDone && <Accepted />}
      {token !== "" && !isDone && number !== null && (
        <AsUser token={token} session={number} onDone={done} />
      )}
      {token !== "" && !isDone && number === null && (
        <>
          {hasAccount ? <SigningIn /> : <AsNewcomer token={token} onDone={done} />}
          <NativeButton onPress={() => setHasAccount(!hasAccount)}>
            {hasAccount ? words.newAccount : words.haveAccount}
          </NativeButton>
        </>
      )}
    </Page>
  );
}

/** The page where nobody is signed in. */
export function InvitationToStrangers() {
  return (
    <main className="sign-in">
      <Mark />
      <InvitationPage />
    </main>
  );
}

function Accepted() {
  const words = useInvitationTexts();
  return (
    <Notice kind="done">
      <p>{words.done}</p>
      <p>
        <a href="/">{words.signIn}</a>
      </p>
    </Notice>
  );
}

function SigningIn() {
  const signingIn = useSignIn();
  return <SignInForm {...signingIn} />;
}

interface AcceptingProps {
  readonly token: string;
  readonly onDone: () => void;
}

/** Let somebody who is signed in take the role. */
function AsUser({ token, session, onDone }: AcceptingProps & { readonly session: number }) {
  const words = useInvitationTexts();
  const accepting = useAccepting(onDone);
  const accept = async () => acceptInvitation(token, { accessToken: await validToken(session) });
  return (
    <Form onSubmit={() => void accepting.attempt(accept)}>
      <p>{words.signedIn}</p>
      <div className="actions">
        <NativeButton isDisabled={accepting.isPending}>{words.accept}</NativeButton>
      </div>
      <RefusalNotice refusal={accepting.refusal} />
    </Form>
  );
}

/** Ask a new user for name and password. */
function AsNewcomer({ token, onDone }: AcceptingProps) {
  const texts = useTexts();
  const words = useInvitationTexts();
  const [typed, setTyped] = useState<Newcomer>({ username: "", displayName: "", password: "" });
  const [repeated, setRepeated] = useState("");
  const [differs, setDiffers] = useState(false);
  const accepting = useAccepting(onDone);
  const change = (name: keyof Newcomer) => (value: string) => setTyped({ ...typed, [name]: value });
  function submit() {
    setDiffers(typed.password !== repeated);
    if (typed.password === repeated) void accepting.attempt(() => acceptInvitation(token, typed));
  }
  return (
    <Form onSubmit={submit}>
      <p>{words.explanation}</p>
      <NativeField
        label={texts.signIn.username}
        value={typed.username}
        onChange={change("username")}
        autoComplete="username"
        path="username"
      />
      <NativeField
        label={words.displayName}
        value={typed.displayName}
        onChange={change("displayName")}
        autoComplete="name"
        path="displayName"
      />
      <NativeField
        label={words.password}
        value={typed.password}
        onChange={change("password")}
        type="password"
        autoComplete="new-password"
        path="password"
      />
      <NativeField
        label={words.again}
        value={repeated}
        onChange={setRepeated}
        type="password"
        autoComplete="new-password"
      />
      <div className="actions">
        <NativeButton isDisabled={accepting.isPending}>{words.accept}</NativeButton>
      </div>
      {differs && (
        <Notice kind="error">
          <p>{texts.password.differs}</p>
        </Notice>
      )}
      <RefusalNotice refusal={accepting.refusal} />
    </Form>
  );
}

function useAccepting(onDone: () => void) {
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  async function attempt(accept: () => Promise<void>) {
    setRefusal(null);
    setIsPending(true);
    try {
      await accept();
      onDone();
    } catch (error) {
      setRefusal(error instanceof Refusal ? error : new Refusal({ message: String(error) }));
      setIsPending(false);
    }
  }
  return { attempt, isPending, refusal };
}
