/** The button with the user's name, and the menu that it opens: the account, how the console looks, the guides, sign out. */
import { BookOpen, ChevronsUpDown, CircleUser, Keyboard, LogOut, UserCog } from "lucide-react";
import { useId, useRef } from "react";
import { Link } from "wouter";
import { Button } from "../components/button";
import { open } from "../finding/opened";
import { useTexts } from "../texts/texts";
import { DensitySelect, Preferences } from "./preferences";
import { useViewer } from "./viewer";

/** Where the menu leads: to the page of the account, or out. */
export type AccountWay = "account" | "sign-out";

/** Show who is signed in; the menu is the browser's own popover, which Escape and a press beside it close. */
export function AccountMenu({ onLeave }: { onLeave: (way: AccountWay) => void }) {
  const texts = useTexts();
  const { name } = useViewer();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const leave = (way: AccountWay) => {
    menu.current?.hidePopover();
    onLeave(way);
  };
  const openKeys = () => {
    menu.current?.hidePopover();
    open("keys");
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
        <Link href="/account" className="button quiet" onClick={() => leave("account")}>
          <UserCog className="icon" aria-hidden="true" />{" "}
          <span>
            {texts.shell.account} <small>{texts.shell.accountHolds}</small>
          </span>
        </Link>
        <Preferences />
        <DensitySelect />
        <Button variant="quiet" onPress={openKeys}>
          <Keyboard className="icon" aria-hidden="true" /> {texts.shortcuts.title}
        </Button>
        <a href="/docs" hrefLang="en" className="button quiet">
          <BookOpen className="icon" aria-hidden="true" /> {texts.shell.documentation}
        </a>
        <Button variant="quiet" onPress={() => leave("sign-out")}>
          <LogOut className="icon directed" aria-hidden="true" /> {texts.shell.signOut}
        </Button>
      </div>
    </div>
  );
}
