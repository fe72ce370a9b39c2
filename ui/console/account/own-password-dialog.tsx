/** The dialog in which users change their own password, on the page that lists their sessions. */
import { useEffect, useRef } from "react";
import { PasswordDialog } from "../shell/password-dialog";
import { useViewer } from "../shell/viewer";
import { useAccountTexts } from "../texts/account-texts";
import { useFormats } from "../texts/texts";
import { useSessionsAnew } from "./sessions-anew";

interface OwnPasswordDialogProps {
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Show it; once the password is changed, say how many sessions ended with the former one. */
export function OwnPasswordDialog({ onChanged, onClose }: OwnPasswordDialogProps) {
  const { username } = useViewer();
  const { sessions: words } = useAccountTexts();
  const { number } = useFormats();
  const readAnew = useSessionsAnew();
  const before = useRef<Promise<number | null> | null>(null);
  // As it opens: the page may have been read before somebody signed in elsewhere.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    before.current = readAnew();
  }, []);
  async function change() {
    onChanged();
    const [were, are] = [await before.current, await readAnew()];
    return were == null || are === null ? "" : words.ended(number(Math.max(0, were - are)));
  }
  return <PasswordDialog username={username} onChanged={change} onClose={onClose} />;
}
