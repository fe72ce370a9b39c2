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

interface KeptDraftProps {
  readonly draft: Pick<Draft<unknown>, "isFilled" | "keptUntil">;
}

/** Say until when what is typed is kept, from the first key on, or that it is not. */
export function KeptDraft({ draft: { isFilled, keptUntil } }: KeptDraftProps) {
  const { leaving } = useTexts();
  const formats = useFormats();
  if (!isFilled) return null;
  if (keptUntil === null) return leaving.notKept;
  return leaving.kept(formats.time(new Date(keptUntil).toISOString()));
}
