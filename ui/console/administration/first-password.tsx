/** The password that a new user begins with: typed unseen, looked at, or made up. */
import { useState } from "react";
import { Button } from "../components/button";
import { TextField } from "../components/fields";
import { useAccessTexts } from "../texts/access-texts";
import { useTexts } from "../texts/texts";

interface FirstPasswordProps {
  readonly value: string;
  readonly isMadeUp: boolean;
  /** Called with whether nobody has seen it yet, for then it is shown once. */
  readonly onChange: (password: string, isMadeUp: boolean) => void;
}

/** Ask for it. */
export function FirstPassword({ value, isMadeUp, onChange }: FirstPasswordProps) {
  const { users } = useTexts();
  const { user: labels } = useAccessTexts();
  const [isShown, setIsShown] = useState(false);
  return (
    <>
      <TextField
        label={users.password}
        hint={isMadeUp ? labels.madeUpHint : users.passwordHint}
        type={isShown ? "text" : "password"}
        autoComplete="new-password"
        value={value}
        onChange={(password) => onChange(password, false)}
        path="password"
        isRequired
        isSecret
      />
      <div className="actions">
        <Button onPress={() => setIsShown(!isShown)}>{isShown ? labels.hide : labels.show}</Button>
        <Button onPress={() => onChange(madeUp(), true)}>{labels.makeUp}</Button>
      </div>
    </>
  );
}

/** Without those that look like another. There are 32, so that each byte picks one as likely as any. */
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** Return a password of a hundred random bits, in four groups that can be read aloud. */
function madeUp(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  const letters = [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  return letters.match(/.{5}/g)?.join("-") ?? letters;
}
