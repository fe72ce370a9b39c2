/** One's own second factor: whether there is one, and the way to set it up or to remove it. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { ownSecondFactorQuery } from "../__generated__/ownSecondFactorQuery.graphql";
import { useAttempt } from "../api/attempt";
import { FetchKeyContext, usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { Form } from "../components/form";
import { Moment } from "../components/moment";
import { NativeButton, NativeField } from "../components/native-controls";
import { Notice } from "../components/notice";
import { Status } from "../components/status";
import { SignInRefusal } from "../shell/sign-in-refusal";
import { useViewer } from "../shell/viewer";
import { useAccountTexts } from "../texts/account-texts";
import { useFormats, useTexts } from "../texts/texts";
import { removeSecondFactor } from "./second-factor-api";
import { SecondFactorSetUp } from "./second-factor-set-up";

type Outcome = "done" | "removed";

/** Show it; what was changed here is asked for anew. */
export function OwnSecondFactor() {
  const { secondFactor: words } = useAccountTexts();
  const [changes, setChanges] = useState(0);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const settle = (how: Outcome) => {
    setOutcome(how);
    setChanges((before) => before + 1);
  };
  return (
    <section>
      <h2>{words.title}</h2>
      <FetchKeyContext value={changes}>
        <Present onSettled={settle} />
      </FetchKeyContext>
      {outcome !== null && (
        <Notice kind="done">
          <p>{words[outcome]}</p>
        </Notice>
      )}
    </section>
  );
}

function Present({ onSettled }: { onSettled: (how: Outcome) => void }) {
  const { secondFactor: words } = useAccountTexts();
  const formats = useFormats();
  const { username } = useViewer();
  const [isOpen, setIsOpen] = useState(false);
  const { viewer } = usePageQuery<ownSecondFactorQuery>(QUERY, {});
  const since = viewer.user?.secondFactorSince;
  const settle = (how: Outcome) => {
    setIsOpen(false);
    onSettled(how);
  };
  if (since == null) {
    return isOpen ? (
      <SecondFactorSetUp
        username={username}
        onDone={() => settle("done")}
        onCancel={() => setIsOpen(false)}
      />
    ) : (
      <>
        <p>{words.explanation}</p>
        <Button onPress={() => setIsOpen(true)}>{words.setUp}</Button>
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
      {isOpen ? (
        <Remove
          username={username}
          onDone={() => settle("removed")}
          onCancel={() => setIsOpen(false)}
        />
      ) : (
        <Button variant="danger" onPress={() => setIsOpen(true)}>
          {words.remove}
        </Button>
      )}
    </>
  );
}

interface RemoveProps {
  readonly username: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

function Remove({ username, onDone, onCancel }: RemoveProps) {
  const texts = useTexts();
  const { secondFactor: words } = useAccountTexts();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const { attempt, isPending, refusal } = useAttempt();
  const remove = () =>
    attempt(async () => {
      await removeSecondFactor({ username, password }, code);
      onDone();
    });
  return (
    <Form className="factor" onSubmit={() => void remove()}>
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
        <NativeButton isDisabled={isPending}>{words.remove}</NativeButton>
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
