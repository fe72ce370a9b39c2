/** What stands where the server did not send a file of the console, or has a newer one by now. */
import type { ReactNode } from "react";
import { Refusal } from "../api/refusal";
import { useTexts } from "../texts/texts";
import { NativeButton } from "./native-controls";
import { RefusalNotice } from "./notice";

interface NotLoadedProps {
  readonly onRetry: () => void;
  readonly children?: ReactNode;
}

/** Say so, and offer to try again. */
export function NotLoaded({ onRetry, children }: NotLoadedProps) {
  const texts = useTexts();
  return (
    <RefusalNotice refusal={Refusal.unreachable()}>
      <div className="actions">
        <NativeButton onPress={onRetry}>{texts.errors.retry}</NativeButton>
        {children}
      </div>
    </RefusalNotice>
  );
}
