/** The dialog that lists the keys of the page as it is, and switches single letters off. */
import "../styles/finding.css";
import { useState } from "react";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { Checkbox } from "../components/fields";
import { useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useTexts } from "../texts/texts";
import { type KeyArea, keysOfPage, useLetterKeys } from "./keys";
import { pageKeys } from "./page-keys";

const areas: readonly KeyArea[] = ["review", "lists", "pages", "anywhere"];

/** Show it. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const finding = useFindingTexts();
  const [areLettersOn, setLettersOn] = useLetterKeys();
  const descriptionOf = useDescriptions();
  const [shown] = useState(keysOfPage);
  return (
    <Dialog title={texts.shortcuts.title} onClose={onClose}>
      {areas.map((area) => {
        const found = shown.filter((entry) => entry.area === area).map(({ key }) => key);
        const keys = area === "review" ? keysOfReview(found) : found;
        return (
          keys.length > 0 && (
            <section key={area}>
              <h3>{finding.areas[area]}</h3>
              <dl className="keys">
                {keys.map((key) => (
                  <div key={key}>
                    <dt>
                      {key.split(" ").map((part) => (
                        <kbd key={part}>{part.replace("Key", "")}</kbd>
                      ))}
                    </dt>
                    <dd>{descriptionOf(key)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        );
      })}
      <Checkbox label={finding.areEnabled} isChecked={areLettersOn} onChange={setLettersOn} />
      <div className="actions">
        <Button onPress={onClose} autoFocus>
          {texts.shell.close}
        </Button>
      </div>
    </Dialog>
  );
}

const ofDecision = ["1–9", "Enter", "Escape"];
const ofReview = ["KeyN", "KeyM", "KeyS", "KeyP", "KeyT", "KeyZ", "KeyC", ...ofDecision];

/** Return the keys of a review; all of them where a pair waits for them, and on the page of the day. */
function keysOfReview(found: readonly string[]): readonly string[] {
  if (location.pathname === "/day") return ofReview;
  if (!found.includes("KeyC")) return found;
  // A decision is taken back by its key as soon as there is one.
  return [...found.filter((key) => key !== "KeyZ"), "KeyZ", ...ofDecision];
}

/** Return what says what a key does: a page is named as in the menu. */
function useDescriptions(): (key: string) => string {
  const texts = useTexts();
  const { keys } = useFindingTexts();
  const viewer = useViewer();
  const pages = new Map(pageKeys(viewer).map(({ key, menu }) => [key, texts.menu[menu]]));
  return (key) => pages.get(key) ?? keys[key] ?? key;
}
