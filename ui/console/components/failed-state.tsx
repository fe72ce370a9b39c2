/** What stands where something could not be loaded: why, and the button that tries again. */
import type { Refusal } from "../api/refusal";
import { useTexts } from "../texts/texts";
import { ActIcon } from "./act-icon";
import { Button } from "./button";
import { RefusalNotice } from "./notice";

interface FailedStateProps {
  readonly refusal: Refusal;
  readonly onRetry: () => void;
}

/** Say why, and offer to try again. */
export function FailedState({ refusal, onRetry }: FailedStateProps) {
  return (
    <RefusalNotice refusal={refusal}>
      <Button onPress={onRetry}>
        <ActIcon of="retry" /> {useTexts().errors.retry}
      </Button>
    </RefusalNotice>
  );
}
