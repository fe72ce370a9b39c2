/** Keys that act on the page without a field to type in, and the overlay that names them. */
import { useEffect, useRef, useState } from "react";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Tick } from "../parts/fields";
import { remember, remembered } from "../shell/memory";
import { useTexts } from "../texts/texts";

/** What each key does, by its place on the keyboard, whatever alphabet is typed with it. */
export type LetterKeys = Readonly<Record<string, () => void>>;

/** Lets keys act while nothing is being typed and no dialog is open. */
export function useLetterKeys(keys: LetterKeys, isOn: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!isOn) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event)) return;
      if (document.querySelector("[role=dialog], [role=alertdialog]") !== null) return;
      const act = latest.current[event.key === "?" ? "?" : event.code];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [isOn]);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.matches("input, textarea, select, [contenteditable]");
}

/** Tells whether letter keys act, and switches them: speech input may need them off. */
export function useLetterKeysSwitch(): [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(() => remembered("letter-keys") !== "off");
  return [
    isOn,
    (chosen) => {
      remember("letter-keys", chosen ? "on" : "off");
      setOn(chosen);
    },
  ];
}

interface KeysHelpProps {
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
}

/** A button, and a key, that bring the help: it names every key. */
export function KeysHelp(props: KeysHelpProps) {
  const texts = useTexts();
  const [isOpen, open] = useState(false);
  useLetterKeys({ "?": () => open(true) }, true);
  return (
    <>
      <Button look="quiet" onPress={() => open(true)}>
        {texts.keys.title} <kbd aria-hidden="true">?</kbd>
      </Button>
      {isOpen && <Overlay {...props} onClose={() => open(false)} />}
    </>
  );
}

function Overlay({ onClose, isOn, onSwitch }: KeysHelpProps & { readonly onClose: () => void }) {
  const texts = useTexts();
  return (
    <Dialog title={texts.keys.title} onClose={onClose}>
      <dl className="keys">
        {Object.entries(texts.keys.meanings).map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Tick label={texts.keys.areOn} isTicked={isOn} onChange={onSwitch} />
      <div className="actions">
        <Button onPress={onClose} autoFocus>
          {texts.shell.close}
        </Button>
      </div>
    </Dialog>
  );
}
