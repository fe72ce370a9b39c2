/** The page that everybody passes: name and password, and why one is here again. */
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { Refusal } from "../asking/refusal";
import { type Ending, signIn } from "../asking/session";
import { Button } from "../parts/button";
import { TextField } from "../parts/fields";
import { Notice, Trouble } from "../parts/notice";
import { Page } from "../parts/page";
import { useTexts } from "../texts/texts";
import { Demo } from "./demo";
import { Likings } from "./likings";

/** Asks who comes in. */
export function SignInPage({ ending }: { ending: Ending | null }) {
  const texts = useTexts();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [isUnderWay, setUnderWay] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function comeIn(name: string, secret: string) {
    setUnderWay(true);
    setRefusal(null);
    try {
      await signIn(name, secret);
    } catch (error) {
      setRefusal(asRefusal(error));
      setUnderWay(false);
    }
  }

  return (
    <main className="sign-in">
      <Page title={texts.signIn.title}>
        {ending !== null && refusal === null && (
          <Notice kind={ending.endsWith("blocked") ? "error" : "note"}>
            <p>{texts.signIn.endings[ending]}</p>
          </Notice>
        )}
        <Form
          onSubmit={(event) => {
            event.preventDefault();
            void comeIn(username, password);
          }}
        >
          <TextField
            label={texts.signIn.username}
            value={username}
            onChange={setUsername}
            autoComplete="username"
            autoFocus
            isRequired
          />
          <TextField
            label={texts.signIn.password}
            value={password}
            onChange={setPassword}
            type="password"
            autoComplete="current-password"
            isRequired
          />
          <Button look="primary" type="submit" isDisabled={isUnderWay}>
            {texts.signIn.submit}
          </Button>
          {refusal?.code === "UNAUTHENTICATED" ? (
            <Notice kind="error">
              <p>{texts.signIn.wrong}</p>
            </Notice>
          ) : (
            <Trouble refusal={refusal} />
          )}
        </Form>
        <Demo isDisabled={isUnderWay} onChoose={(name) => void comeIn(name, name)} />
        <div className="likings">
          <Likings />
        </div>
      </Page>
    </main>
  );
}

function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal({ message: String(error) });
}
