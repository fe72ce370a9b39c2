/** The form that asks for the name and the password, on a page of its own or over another. */
import { useState } from "react";
import { Refusal } from "../api/refusal";
import { signIn } from "../api/session";
import { NativeButton, NativeField } from "../components/native-controls";
import { Notice, RefusalNotice } from "../components/notice";
import { useTexts } from "../texts/texts";

interface SigningIn {
  readonly submit: (name: string, password: string) => Promise<void>;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
}

/** Return what signs in, with the refusal of the last attempt. */
export function useSignIn(): SigningIn {
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  async function submit(name: string, password: string) {
    setIsPending(true);
    setRefusal(null);
    try {
      await signIn(name, password);
    } catch (error) {
      setRefusal(error instanceof Refusal ? error : new Refusal({ message: String(error) }));
      setIsPending(false);
    }
  }
  return { submit, isPending, refusal };
}

/** Ask for both; whatever is wrong with them is the server's to say. */
export function SignInForm({ submit, isPending, refusal }: SigningIn) {
  const texts = useTexts();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  return (
    <form
      noValidate
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
  );
}
