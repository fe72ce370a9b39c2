/** Keyboard shortcuts of one letter, and the dialog that lists them. */
import { Suspense, useEffect, useRef, useState } from "react";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { Checkbox } from "../components/fields";
import { storedPreference, storePreference } from "../shell/stored-preferences";
import { useJudgingTexts } from "../texts/judging-texts";
import { useTexts } from "../texts/texts";

/** What each key does, by KeyboardEvent.code: the place of the key, whatever the alphabet. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Enable shortcuts while nothing is being typed and no dialog is open. */
export function useShortcuts(shortcuts: Shortcuts, areEnabled: boolean): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    if (!areEnabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event)) return;
      if (document.querySelector("[role=dialog], [role=alertdialog]") !== null) return;
      const shortcut = latest.current[event.key === "?" ? "?" : event.code];
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [areEnabled]);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.matches("input, textarea, select, [contenteditable]");
}

/** Return whether shortcuts are enabled, and the setter: speech input may need them off. */
export function useShortcutsSetting(): [boolean, (areEnabled: boolean) => void] {
  const [areEnabled, setAreEnabled] = useState(() => storedPreference("letter-keys") !== "off");
  return [
    areEnabled,
    (chosen) => {
      storePreference("letter-keys", chosen ? "on" : "off");
      setAreEnabled(chosen);
    },
  ];
}

interface ShortcutsHelpProps {
  readonly areEnabled: boolean;
  readonly onChange: (areEnabled: boolean) => void;
}

/** The button, and the key, that open the list of all shortcuts. */
export function ShortcutsHelp(props: ShortcutsHelpProps) {
  const texts = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  useShortcuts({ "?": () => setIsOpen(true) }, true);
  return (
    <>
      <Button variant="quiet" onPress={() => setIsOpen(true)}>
        {texts.shortcuts.title} <kbd aria-hidden="true">?</kbd>
      </Button>
      {isOpen && (
        <Suspense>
          <ShortcutsDialog {...props} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function ShortcutsDialog({
  onClose,
  areEnabled,
  onChange,
}: ShortcutsHelpProps & { readonly onClose: () => void }) {
  const texts = useTexts();
  const { keys } = useJudgingTexts();
  return (
    <Dialog title={texts.shortcuts.title} onClose={onClose}>
      <dl className="keys">
        {Object.entries(keys.descriptions).map(([key, description]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
      <Checkbox label={keys.areEnabled} isChecked={areEnabled} onChange={onChange} />
      <div className="actions">
        <Button onPress={onClose} autoFocus>
          {texts.shell.close}
        </Button>
      </div>
    </Dialog>
  );
}
