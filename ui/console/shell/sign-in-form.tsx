/** The form that asks for the name and the password, on a page of its own or over another. */
import { useState } from "react";
import { Refusal } from "../api/refusal";
import { signIn } from "../api/session";
import { Form } from "../components/form";
import { NativeButton, NativeField } from "../components/native-controls";
import { Notice } from "../components/notice";
import { useTexts } from "../texts/texts";
import { NewPasswordForm } from "./new-password-form";
import { SignInRefusal } from "./sign-in-refusal";

interface SigningIn {
  readonly submit: (name: string, password: string) => Promise<void>;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
  /** Who signed in by a password that has to be changed first (rule E6). */
  readonly mustChange: Credentials | null;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Return what signs in, with the refusal of the last attempt. */
export function useSignIn(): SigningIn {
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [mustChange, setMustChange] = useState<Credentials | null>(null);
  async function submit(username: string, password: string) {
    setIsPending(true);
    setRefusal(null);
    setMustChange(null);
    try {
      await signIn(username, password);
    } catch (error) {
      if (error instanceof Refusal && error.code === "PASSWORD_MUST_BE_CHANGED") {
        setMustChange({ username, password });
      }
      setRefusal(error instanceof Refusal ? error : new Refusal({ message: String(error) }));
      setIsPending(false);
    }
  }
  return { submit, isPending, refusal, mustChange };
}

/** Ask for both; whatever is wrong with them is the server's to say. */
export function SignInForm({ submit, isPending, refusal, mustChange }: SigningIn) {
  const texts = useTexts();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  if (mustChange !== null) {
    return (
      <>
        <Notice kind="note">
          <p>{texts.password.mustChange}</p>
        </Notice>
        <NewPasswordForm
          username={mustChange.username}
          oldPassword={mustChange.password}
          onChanged={(newPassword) => submit(mustChange.username, newPassword)}
        />
      </>
    );
  }
  return (
    <Form onSubmit={() => void submit(username, password)}>
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
      <SignInRefusal refusal={refusal} wrong={texts.signIn.wrong} />
    </Form>
  );
}
