/** The form that asks for another password: after one that is for one sign-in, or whenever. */
import { type ReactNode, useState } from "react";
import { Refusal } from "../api/refusal";
import { changePassword } from "../api/session";
import { Form } from "../components/form";
import { NativeButton, NativeField } from "../components/native-controls";
import { useTexts } from "../texts/texts";
import { SignInRefusal } from "./sign-in-refusal";

interface NewPasswordFormProps {
  readonly username: string;
  /** The password that is to be replaced; asked for where it is not known. */
  readonly oldPassword?: string;
  readonly onChanged: (newPassword: string) => Promise<void> | void;
  /** What stands next to the button. */
  readonly children?: ReactNode;
}

/** Ask for the new password twice; the rest is the server's to say. */
export function NewPasswordForm(props: NewPasswordFormProps) {
  const texts = useTexts();
  const { username, oldPassword } = props;
  const [typedOld, setTypedOld] = useState("");
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [differs, setDiffers] = useState(false);
  const isWrong = refusal?.code === "UNAUTHENTICATED" && oldPassword === undefined;
  async function submit() {
    setRefusal(null);
    setDiffers(password !== repeated);
    if (password !== repeated) return;
    setIsPending(true);
    try {
      await changePassword(username, oldPassword ?? typedOld, password);
      await props.onChanged(password);
    } catch (error) {
      setRefusal(error instanceof Refusal ? error : new Refusal({ message: String(error) }));
      setIsPending(false);
    }
  }
  return (
    <Form onSubmit={() => void submit()}>
      {/* Password managers keep a password with the name that they find beside it. */}
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      {oldPassword === undefined && (
        <NativeField
          label={texts.password.old}
          value={typedOld}
          onChange={setTypedOld}
          type="password"
          autoComplete="current-password"
          autoFocus
          error={isWrong ? texts.password.wrong : null}
        />
      )}
      <NativeField
        label={texts.password.new}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="new-password"
        autoFocus={oldPassword !== undefined}
        path="newPassword"
      />
      <NativeField
        label={texts.password.again}
        value={repeated}
        onChange={setRepeated}
        type="password"
        autoComplete="new-password"
        error={differs ? texts.password.differs : null}
      />
      <div className="actions">
        <NativeButton isDisabled={isPending}>{texts.password.change}</NativeButton>
        {props.children}
      </div>
      {!isWrong && <SignInRefusal refusal={refusal} wrong={texts.password.wrong} />}
    </Form>
  );
}
