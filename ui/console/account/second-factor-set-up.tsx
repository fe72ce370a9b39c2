/** Setting up a second factor: the password, the secret for the authenticator, a first code, codes to recover by. */
import "../styles/account.css";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { saveAs } from "../administration/saving";
import { useAttempt } from "../api/attempt";
import { Form } from "../components/form";
import { useLeaveGuard } from "../components/leave-guard";
import { NativeButton, NativeField } from "../components/native-controls";
import { SignInRefusal } from "../shell/sign-in-refusal";
import { useAccountTexts } from "../texts/account-texts";
import { useFormats, useTexts } from "../texts/texts";
import { QrCode } from "./qr-code";
import { type BegunFactor, beginSecondFactor, confirmSecondFactor } from "./second-factor-api";

interface SetUpProps {
  readonly username: string;
  /** The password, where it was shown just now; else it is asked for. */
  readonly password?: string;
  /** Called when the recovery codes were kept. */
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Lead through it; nothing counts before the first code. */
export function SecondFactorSetUp({ username, password: known, onDone, onCancel }: SetUpProps) {
  const texts = useTexts();
  const { secondFactor: words } = useAccountTexts();
  const [password, setPassword] = useState(known ?? "");
  const [begun, setBegun] = useState<BegunFactor | null>(null);
  const [code, setCode] = useState("");
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  const { attempt, isPending, refusal } = useAttempt();
  const cancel = <NativeButton onPress={onCancel}>{texts.shell.cancel}</NativeButton>;
  if (recoveryCodes !== null)
    return (
      <RecoveryCodes username={username} codes={recoveryCodes} isOn={words.isOn} onKept={onDone} />
    );
  if (begun === null) {
    const begin = () =>
      attempt(async () => setBegun(await beginSecondFactor({ username, password })));
    return (
      <Form className="factor" onSubmit={() => void begin()}>
        <p>{words.needsAuthenticator}</p>
        {known === undefined && (
          <NativeField
            label={texts.password.old}
            value={password}
            onChange={setPassword}
            type="password"
            autoComplete="current-password"
            autoFocus
          />
        )}
        <Actions cancel={cancel}>
          <NativeButton isDisabled={isPending}>{words.begin}</NativeButton>
        </Actions>
        <SignInRefusal refusal={refusal} wrong={texts.password.wrong} />
      </Form>
    );
  }
  const confirm = () =>
    attempt(async () => setRecoveryCodes(await confirmSecondFactor({ username, password }, code)));
  return (
    <Form className="factor" onSubmit={() => void confirm()}>
      <p>{words.scan}</p>
      <QrCode rows={begun.qr} label={words.qr} />
      <p>
        {words.typeInstead} <code className="secret">{inGroups(begun.secret)}</code>
      </p>
      <NativeField
        label={words.firstCode}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        autoFocus
        path="code"
      />
      <Actions cancel={cancel}>
        <NativeButton isDisabled={isPending}>{words.confirm}</NativeButton>
      </Actions>
      <SignInRefusal refusal={refusal} wrong={texts.password.wrong} />
    </Form>
  );
}

function Actions({ cancel, children }: { cancel: ReactNode; children: ReactNode }) {
  return (
    <div className="actions">
      {children}
      {cancel}
    </div>
  );
}

interface RecoveryCodesProps {
  readonly username: string;
  readonly codes: readonly string[];
  /** What holds from now on, whether or not the codes are kept. */
  readonly isOn: string;
  readonly onKept: () => void;
}

/** Show the codes until somebody says that they have kept them; they are stored nowhere. */
export function RecoveryCodes({ username, codes, isOn, onKept }: RecoveryCodesProps) {
  const texts = useTexts();
  const { day } = useFormats();
  const { secondFactor: words } = useAccountTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const stopGuarding = useLeaveGuard(true, "secret");
  const list = useRef<HTMLUListElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  async function copy() {
    try {
      await navigator.clipboard.writeText(codes.join("\n"));
      setIsCopied(true);
    } catch {
      // A page that was not served by https has no clipboard: the selection can be copied by hand.
      if (list.current !== null) getSelection()?.selectAllChildren(list.current);
    }
  }
  const file = () => {
    const made = day(new Date().toISOString());
    const about = words.codesFile(`Selfsame, ${location.host}`, username, made);
    return `${about}\n${codes.join("\n")}\n`;
  };
  return (
    <>
      <p role="status">
        <strong>{isOn}</strong>
      </p>
      <h2 tabIndex={-1} ref={heading}>
        {words.recoveryTitle}
      </h2>
      <p>{words.recoveryExplanation}</p>
      <ul className="recovery-codes" ref={list}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="actions">
        <NativeButton onPress={() => void copy()}>{texts.shell.copy}</NativeButton>
        <NativeButton onPress={() => saveAs("recovery-codes.txt", file())}>
          {words.saveCodes}
        </NativeButton>
        <NativeButton
          onPress={() => {
            stopGuarding();
            onKept();
          }}
        >
          {words.codesKept}
        </NativeButton>
        <span role="status">{isCopied && texts.shell.copied}</span>
      </div>
    </>
  );
}

/** Four letters and a blank, as people copy them. */
function inGroups(secret: string): string {
  return secret.replace(/.{4}(?=.)/g, "$& ");
}
