/** Says that a form holds what was typed on an earlier visit, with a button that starts over. */
import { useSay } from "../api/said";
import { useFormats, useTexts } from "../texts/texts";
import { Button } from "./button";
import { Notice } from "./notice";
import { Steady } from "./steady";
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

/** Say that stars mark what is needed, and from the first key on until when what is typed is kept. */
export function KeptDraft({ draft }: KeptDraftProps) {
  const { leaving, shell } = useTexts();
  const until = useKeptUntil(draft);
  const longest = useLongest();
  return (
    <Steady
      className="faint"
      texts={[longest, leaving.notKept].map((it) => `${shell.required} ${it}`)}
    >
      {shell.required} {until}
    </Steady>
  );
}

/** Return until when what is typed is kept in the tab, or that it is not; null before the first key. */
export function useKeptUntil({ isFilled, keptUntil }: KeptDraftProps["draft"]): string | null {
  const { leaving } = useTexts();
  const formats = useFormats();
  if (!isFilled) return null;
  if (keptUntil === null) return leaving.notKept;
  return leaving.kept(formats.time(new Date(keptUntil).toISOString()));
}

/** Return what that says at its longest. */
export function useLongest(): string {
  const { leaving } = useTexts();
  const formats = useFormats();
  return leaving.kept(formats.time("2026-12-28T22:58:00Z"));
}
