/** The form that asks for the name and the password, on a page of its own or over another. */
import { lazy, Suspense, useState } from "react";
import { Refusal } from "../api/refusal";
import { signIn } from "../api/session";
import { ErrorBoundary } from "../components/error-boundary";
import { Form } from "../components/form";
import { loadingOnce } from "../components/later";
import { NativeButton, NativeField } from "../components/native-controls";
import { NotLoaded } from "../components/not-loaded";
import { Notice } from "../components/notice";
import { useTexts } from "../texts/texts";
import { SignInRefusal } from "./sign-in-refusal";

// What few meet is loaded when they do.
const SecondFactor = lazy(loadingOnce(() => import("../account/sign-in-second-factor")));
const NewPasswordForm = lazy(
  loadingOnce(async () => ({ default: (await import("./new-password-form")).NewPasswordForm })),
);

interface SigningIn {
  readonly submit: (name: string, password: string, code?: string) => Promise<void>;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
  readonly further: Further | null;
  /** Ask for another name and password. */
  readonly startOver: () => void;
}

/** Whose password was right, and what is asked of them besides (rules E6 and E10). */
interface Further {
  readonly what: "password" | "code" | "set-up";
  readonly username: string;
  readonly password: string;
}

const asked: Readonly<Record<string, Further["what"]>> = {
  PASSWORD_MUST_BE_CHANGED: "password",
  SECOND_FACTOR_NEEDED: "code",
  SECOND_FACTOR_MUST_BE_SET_UP: "set-up",
};

/** Return what signs in, with the refusal of the last attempt. */
export function useSignIn(): SigningIn {
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [further, setFurther] = useState<Further | null>(null);
  async function submit(username: string, password: string, code?: string) {
    setIsPending(true);
    setRefusal(null);
    if (code === undefined) setFurther(null);
    try {
      await signIn(username, password, code);
    } catch (error) {
      const met = error instanceof Refusal ? error : new Refusal({ message: String(error) });
      const what = asked[met.code];
      if (what !== undefined) setFurther({ what, username, password });
      setRefusal(met);
      setIsPending(false);
    }
  }
  function startOver() {
    setFurther(null);
    setRefusal(null);
  }
  return { submit, isPending, refusal, further, startOver };
}

/** Ask for both, and for what is asked besides; whatever is wrong with them is the server's to say. */
export function SignInForm(signingIn: SigningIn) {
  return (
    <ErrorBoundary
      resetKey={signingIn.further}
      fallback={(_, retry) => <NotLoaded onRetry={retry} />}
    >
      <Asking {...signingIn} />
    </ErrorBoundary>
  );
}

function Asking({ submit, isPending, refusal, further, startOver }: SigningIn) {
  const texts = useTexts();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  if (further !== null && further.what !== "password") {
    return (
      <Suspense fallback={null}>
        <SecondFactor
          {...further}
          isMissing={further.what === "set-up"}
          submit={(code) => void submit(further.username, further.password, code)}
          isPending={isPending}
          refusal={refusal}
          onBack={startOver}
        />
      </Suspense>
    );
  }
  if (further !== null) {
    return (
      <>
        <Notice kind="note">
          <p>{texts.password.mustChange}</p>
        </Notice>
        <Suspense fallback={null}>
          <NewPasswordForm
            username={further.username}
            oldPassword={further.password}
            onChanged={(newPassword) => submit(further.username, newPassword)}
          />
        </Suspense>
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
