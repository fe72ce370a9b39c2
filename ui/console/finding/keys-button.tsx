/** The button that opens the list of keys. */
import { Button } from "../components/button";
import { useTexts } from "../texts/texts";
import { open } from "./opened";

/** Show it. */
export function KeysButton() {
  return (
    <span className="keys-button">
      <Button variant="quiet" onPress={() => open("keys")}>
        {useTexts().shortcuts.title} <kbd aria-hidden="true">?</kbd>
      </Button>
    </span>
  );
}
