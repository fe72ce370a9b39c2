/** The side bar: mark and name, the menu, the user. On a narrow screen a button in a top bar opens it. */
import { MenuIcon, Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Link, useLocation } from "wouter";
import { isLeftUnsent } from "../api/drafts";
import { signOut } from "../api/session";
import { Mark } from "../components/mark";
import { open } from "../finding/opened";
import { useTexts } from "../texts/texts";
import { AccountMenu, type AccountWay } from "./account-menu";
import { Menu } from "./menu";
import { useWaiting } from "./waiting";

const narrow = window.matchMedia("(max-width: 59.99rem)");

/** Show the bar, or on a narrow screen the button that opens it. */
export function SideBar() {
  const texts = useTexts();
  const waiting = useWaiting();
  const isNarrow = useSyncExternalStore(subscribe, () => narrow.matches);
  const [isOpen, setIsOpen] = useState(false);
  const leave = (way: AccountWay) => {
    setIsOpen(false);
    if (way !== "sign-out") return;
    void isLeftUnsent().then((isLeft) => (isLeft ? open("sign-out") : signOut()));
  };
  const find = () => {
    setIsOpen(false);
    open("finder");
  };
  const content = (
    <>
      <FindButton onPress={find} />
      <Menu waiting={waiting} />
      <AccountMenu onLeave={leave} />
    </>
  );
  return (
    <>
      {isNarrow ? (
        <header className="top-bar">
          <button
            type="button"
            className="button quiet"
            aria-haspopup="dialog"
            onClick={() => setIsOpen(true)}
          >
            <MenuIcon className="icon" aria-hidden="true" />
            <span className="visually-hidden">{texts.shell.menu}</span>
          </button>
          <Brand />
          <FindButton onPress={find} />
        </header>
      ) : (
        <header className="side-bar">
          <Brand />
          {content}
        </header>
      )}
      {isNarrow && isOpen && <Drawer onClose={() => setIsOpen(false)}>{content}</Drawer>}
    </>
  );
}

const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent);

/** Opens the search for anything, whose key stands upon it. */
function FindButton({ onPress }: { onPress: () => void }) {
  return (
    <button type="button" className="button find" aria-haspopup="dialog" onClick={onPress}>
      <Search className="icon" aria-hidden="true" />
      <span>{useTexts().shell.find}</span>
      <kbd aria-hidden="true">{isMac ? "⌘ K" : "Ctrl K"}</kbd>
    </button>
  );
}

function Brand() {
  return (
    <Link href="/" className="brand">
      <Mark /> Selfsame
    </Link>
  );
}

/** The browser's own dialog: it keeps the focus, Escape closes it, and the button has the focus again. */
function Drawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const [location] = useLocation();
  const [opened] = useState(location);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (location !== opened) onClose();
  }, [location, opened, onClose]);
  return (
    <dialog ref={dialog} className="drawer" aria-label={texts.shell.menu} onClose={onClose}>
      <div className="drawer-head">
        <Brand />
        <button type="button" className="button quiet" onClick={() => dialog.current?.close()}>
          <X className="icon" aria-hidden="true" />
          <span className="visually-hidden">{texts.shell.close}</span>
        </button>
      </div>
      {children}
    </dialog>
  );
}

function subscribe(listener: () => void): () => void {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}
