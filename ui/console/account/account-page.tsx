/** The page of one's own account: the password, the second factor, and where one is signed in. */
import { useState } from "react";
import { Page } from "../components/page";
import { useViewer } from "../shell/viewer";
import { useTexts } from "../texts/texts";
import { OwnAddress } from "./own-address";
import { OwnFailedSignIns } from "./own-failed-sign-ins";
import { OwnLetters } from "./own-letters";
import { OwnPassword } from "./own-password";
import { OwnSecondFactor } from "./own-second-factor";
import { OwnSessions } from "./own-sessions";
import { OwnSteps } from "./own-steps";

/** Show what everybody may change of their own account, whatever their roles. */
export default function AccountPage() {
  const texts = useTexts();
  const { name, username } = useViewer();
  const [isPasswordNew, setIsPasswordNew] = useState(false);
  const noteChange = () => setIsPasswordNew(true);
  return (
    <Page title={texts.shell.account}>
      <p>
        <bdi>{name}</bdi> <span className="faint">{username}</span>
      </p>
      <OwnFailedSignIns />
      <OwnPassword onChanged={noteChange} />
      <OwnSecondFactor />
      <OwnAddress />
      <OwnLetters />
      <OwnSessions isPasswordNew={isPasswordNew} onPasswordChanged={noteChange} />
      <OwnSteps />
    </Page>
  );
}
