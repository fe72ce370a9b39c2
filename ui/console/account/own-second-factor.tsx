/** One's own second factor: whether there is one, and the way to set it up, to renew its codes or to remove it. */

import { type ReactNode, useState } from "react";
import { graphql } from "react-relay";
import type { ownSecondFactorQuery } from "../__generated__/ownSecondFactorQuery.graphql";
import { useAttempt } from "../api/attempt";
import { FetchKeyContext, usePageQuery } from "../api/queries";
import { useSay } from "../api/said";
import { AddressedHeading } from "../components/addressed-heading";
import { Button } from "../components/button";
import { Form } from "../components/form";
import { Moment } from "../components/moment";
import { NativeButton, NativeField } from "../components/native-controls";
import { Status } from "../components/status";
import { SignInRefusal } from "../shell/sign-in-refusal";
import { useViewer } from "../shell/viewer";
import { useAccountTexts } from "../texts/account-texts";
import { useFormats, useTexts } from "../texts/texts";
import { type Credentials, removeSecondFactor, renewRecoveryCodes } from "./second-factor-api";
import { RecoveryCodes, SecondFactorSetUp } from "./second-factor-set-up";

type Outcome = "done" | "renewed" | "removed";

/** Show it; what was changed here is asked for anew. */
export function OwnSecondFactor() {
  const { secondFactor: words } = useAccountTexts();
  const [changes, setChanges] = useState(0);
  const say = useSay();
  const settle = (how: Outcome) => {
    say({ text: words[how] });
    setChanges((before) => before + 1);
  };
  return (
    <section>
      <AddressedHeading level={2} at="second-factor">
        {words.title}
      </AddressedHeading>
      <FetchKeyContext value={changes}>
        <Present onSettled={settle} />
      </FetchKeyContext>
    </section>
  );
}

function Present({ onSettled }: { onSettled: (how: Outcome) => void }) {
  const { secondFactor: words } = useAccountTexts();
  const formats = useFormats();
  const { username } = useViewer();
  const [open, setOpen] = useState<Outcome | null>(null);
  const { viewer } = usePageQuery<ownSecondFactorQuery>(QUERY, {});
  const since = viewer.user?.secondFactorSince;
  const settle = (how: Outcome) => {
    setOpen(null);
    onSettled(how);
  };
  const cancel = () => setOpen(null);
  if (since == null) {
    return open === "done" ? (
      <SecondFactorSetUp username={username} onDone={() => settle("done")} onCancel={cancel} />
    ) : (
      <>
        <p>{words.explanation}</p>
        <Button onPress={() => setOpen("done")}>{words.setUp}</Button>
      </>
    );
  }
  return (
    <>
      <p>
        <Status of="ACTIVE">{words.isSetUp}</Status> <Moment at={since} />
      </p>
      <p className="faint">
        {words.codesLeft}: {formats.number(viewer.user?.recoveryCodesLeft ?? 0)}
      </p>
      {open === "renewed" && <Renew onDone={() => settle("renewed")} onCancel={cancel} />}
      {open === "removed" && <Remove onDone={() => settle("removed")} onCancel={cancel} />}
      {open === null && (
        <div className="actions">
          <Button onPress={() => setOpen("renewed")}>{words.renew}</Button>
          <Button variant="danger" onPress={() => setOpen("removed")}>
            {words.remove}
          </Button>
        </div>
      )}
    </>
  );
}

interface ChangeProps {
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Ask for new recovery codes, and show them until they are kept. */
function Renew({ onDone, onCancel }: ChangeProps) {
  const { secondFactor: words } = useAccountTexts();
  const { username } = useViewer();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) {
    return <RecoveryCodes username={username} codes={codes} isOn={words.renewed} onKept={onDone} />;
  }
  const renew = async (shown: Credentials, code: string) =>
    setCodes(await renewRecoveryCodes(shown, code));
  return (
    <Proof submitLabel={words.renew} onSubmit={renew} onCancel={onCancel}>
      <p>{words.renewExplanation}</p>
    </Proof>
  );
}

function Remove({ onDone, onCancel }: ChangeProps) {
  const { secondFactor: words } = useAccountTexts();
  const remove = async (shown: Credentials, code: string) => {
    await removeSecondFactor(shown, code);
    onDone();
  };
  return <Proof submitLabel={words.remove} onSubmit={remove} onCancel={onCancel} />;
}

interface ProofProps {
  readonly submitLabel: string;
  readonly onSubmit: (shown: Credentials, code: string) => Promise<void>;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

/** Ask for the password and a code. */
function Proof({ submitLabel, onSubmit, onCancel, children }: ProofProps) {
  const texts = useTexts();
  const { secondFactor: words } = useAccountTexts();
  const { username } = useViewer();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const { attempt, isPending, refusal } = useAttempt();
  const submit = () => attempt(() => onSubmit({ username, password }, code));
  return (
    <Form className="factor" onSubmit={() => void submit()}>
      {children}
      <NativeField
        label={texts.password.old}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        autoFocus
      />
      <NativeField
        label={words.code}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
      />
      <div className="actions">
        <NativeButton isDisabled={isPending}>{submitLabel}</NativeButton>
        <NativeButton onPress={onCancel}>{texts.shell.cancel}</NativeButton>
      </div>
      <SignInRefusal refusal={refusal} wrong={words.wrongPasswordOrCode} />
    </Form>
  );
}

const QUERY = graphql`
  query ownSecondFactorQuery {
    viewer {
      user {
        id
        secondFactorSince
        recoveryCodesLeft
      }
    }
  }
`;
