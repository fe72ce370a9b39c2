/** The button with the user's name, and the menu that it opens: how the console looks, password, sign out. */
import { ChevronsUpDown, CircleUser, KeyRound, LogOut } from "lucide-react";
import { useId, useRef } from "react";
import { Button } from "../components/button";
import { useTexts } from "../texts/texts";
import { DensitySelect, Preferences } from "./preferences";
import { useViewer } from "./viewer";

/** What the menu asks for; it opens over the page, when the menu has gone. */
export type AccountAct = "password" | "sign-out";

/** Show who is signed in; the menu is the browser's own popover, which Escape and a press beside it close. */
export function AccountMenu({ onAct }: { onAct: (act: AccountAct) => void }) {
  const texts = useTexts();
  const { name } = useViewer();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const act = (chosen: AccountAct) => {
    menu.current?.hidePopover();
    onAct(chosen);
  };
  return (
    <div>
      <button type="button" className="account" popoverTarget={id}>
        <CircleUser className="icon" aria-hidden="true" />
        <span className="viewer-name">{name}</span>
        <ChevronsUpDown className="icon faint" aria-hidden="true" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="account-menu"
        role="group"
        aria-label={texts.shell.account}
      >
        <Preferences />
        <DensitySelect />
        <Button variant="quiet" onPress={() => act("password")}>
          <KeyRound className="icon" aria-hidden="true" /> {texts.password.title}
        </Button>
        <Button variant="quiet" onPress={() => act("sign-out")}>
          <LogOut className="icon" aria-hidden="true" /> {texts.shell.signOut}
        </Button>
      </div>
    </div>
  );
}
