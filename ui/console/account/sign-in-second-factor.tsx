/** What a sign-in asks after a right password: a code of the second factor, or first that one is set up. */
import { useState } from "react";
import type { Refusal } from "../api/refusal";
import { Form } from "../components/form";
import { NativeButton, NativeField } from "../components/native-controls";
import { Notice } from "../components/notice";
import { SignInRefusal } from "../shell/sign-in-refusal";
import { useAccountTexts } from "../texts/account-texts";
import { useTexts } from "../texts/texts";
import { SecondFactorSetUp } from "./second-factor-set-up";

interface SignInSecondFactorProps {
  readonly username: string;
  readonly password: string;
  /** Whether one has to be set up first. */
  readonly isMissing: boolean;
  readonly submit: (code: string) => void;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
  /** Begin again with another name or password. */
  readonly onBack: () => void;
}

/** Ask for it. */
export default function SignInSecondFactor(props: SignInSecondFactorProps) {
  const { username, password, isMissing, refusal, onBack } = props;
  const texts = useTexts();
  const { secondFactor: words } = useAccountTexts();
  const [isSetUp, setIsSetUp] = useState(!isMissing);
  const [code, setCode] = useState("");
  if (!isSetUp) {
    return (
      <>
        <Notice kind="note">
          <p>{words.mustSetUp}</p>
        </Notice>
        <SecondFactorSetUp
          username={username}
          password={password}
          onDone={() => setIsSetUp(true)}
          onCancel={onBack}
        />
      </>
    );
  }
  return (
    <Form onSubmit={() => props.submit(code)}>
      <p>{isMissing ? words.nextCode : words.askedFor}</p>
      <NativeField
        label={words.code}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        autoFocus
      />
      <NativeButton isDisabled={props.isPending}>{texts.signIn.submit}</NativeButton>
      <NativeButton onPress={onBack}>{words.back}</NativeButton>
      {refusal?.code.startsWith("SECOND_FACTOR") !== true && (
        <SignInRefusal refusal={refusal} wrong={words.wrong} />
      )}
    </Form>
  );
}
