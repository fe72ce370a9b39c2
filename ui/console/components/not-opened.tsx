/** What stands where a dialog or a menu was asked for and its file did not come. */
import { useEffect, useRef } from "react";
import { useTexts } from "../texts/texts";
import { NativeButton } from "./native-controls";
import { NotLoaded } from "./not-loaded";

interface NotOpenedProps {
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

/** Show it, in a dialog of the browser's own, which needs no file. */
export function NotOpened({ onRetry, onClose }: NotOpenedProps) {
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="sign-in over"
      aria-label={texts.shell.notOpened}
      onClose={onClose}
    >
      <NotLoaded onRetry={onRetry}>
        <NativeButton onPress={onClose}>{texts.shell.close}</NativeButton>
      </NotLoaded>
    </dialog>
  );
}
