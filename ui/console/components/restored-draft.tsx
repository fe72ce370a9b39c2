/** Says that a form holds what was typed on an earlier visit, with a button that starts over. */
import { useSay } from "../api/said";
import { useFormats, useTexts } from "../texts/texts";
import { Button } from "./button";
import { Notice } from "./notice";
import type { Draft } from "./use-draft";

interface RestoredDraftProps {
  readonly draft: Pick<Draft<unknown>, "restoredFrom" | "forget">;
}

/** Show the note where there is such a draft. */
export function RestoredDraft({ draft }: RestoredDraftProps) {
  const texts = useTexts();
  const formats = useFormats();
  const say = useSay();
  if (draft.restoredFrom === null) return null;
  return (
    <Notice kind="note">
      <p>
        {texts.leaving.restored} {formats.time(new Date(draft.restoredFrom).toISOString())}.
      </p>
      <Button
        onPress={() => {
          draft.forget();
          say({ text: texts.leaving.isForgotten });
        }}
      >
        {texts.leaving.startOver}
      </Button>
    </Notice>
  );
}
