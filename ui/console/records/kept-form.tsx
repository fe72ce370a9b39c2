/** What a form of a declaration says of its draft: that it is kept, until when, and what hinders it. */
import type { ReactNode } from "react";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { messageFor, Notice } from "../components/notice";
import { KeptDraft, RestoredDraft } from "../components/restored-draft";
import type { Draft } from "../components/use-draft";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import type { Kept } from "./kept-draft";
import type { FormSaver } from "./use-saver";

interface KeptFormProps {
  readonly saver: FormSaver;
  readonly draft: Pick<Draft<unknown>, "isFilled" | "keptUntil">;
}

/** Say where what is typed is kept, and until when. */
export function KeptForm({
  saver: { kept, isUnsent, refusal, theirs },
  draft,
}: KeptFormProps): ReactNode {
  const { drafts } = useDeskTexts();
  const texts = useTexts();
  const formats = useFormats();
  if (theirs !== null) return <KeptDraft draft={draft} />;
  if (refusal !== null && isUnsent) {
    return (
      <>
        {drafts.notKept(messageFor(refusal, texts))} <KeptDraft draft={draft} />
      </>
    );
  }
  if (kept !== null) return drafts.kept(formats.time(kept.keptAt), formats.day(kept.keptUntil));
  return draft.isFilled ? drafts.beingKept : null;
}

interface RestoredFormProps {
  readonly saver: FormSaver;
  readonly draft: Pick<Draft<unknown>, "restoredFrom" | "forget">;
}

/** Say that the form holds what was left on an earlier visit, and offer an empty one beside it. */
export function RestoredForm({ saver: { kept, isUnsent, saver }, draft }: RestoredFormProps) {
  const { drafts } = useDeskTexts();
  const say = useSay();
  if (draft.restoredFrom === null) return null;
  if (kept === null) {
    const forget = () => {
      saver.forget();
      draft.forget();
    };
    return <RestoredDraft draft={{ ...draft, forget }} />;
  }
  if (isUnsent) return null;
  return (
    <Notice kind="note">
      <p>{drafts.restored}</p>
      <Button
        onPress={() => {
          draft.forget();
          say({ text: drafts.stays });
        }}
      >
        {drafts.another}
      </Button>
    </Notice>
  );
}

interface ContestedFormProps {
  readonly saver: FormSaver;
  readonly onTake: (kept: Kept) => void;
}

/** Ask which of two goes on, where the draft was kept elsewhere meanwhile. */
export function ContestedForm({ saver: { theirs, saver }, onTake }: ContestedFormProps) {
  const { drafts } = useDeskTexts();
  const formats = useFormats();
  if (theirs === null) return null;
  return (
    <Notice kind="note">
      <p>{drafts.changed(formats.time(theirs.keptAt))}</p>
      <div className="actions">
        <Button
          onPress={() => {
            const taken = saver.takeTheirs();
            if (taken !== null) onTake(taken);
          }}
        >
          {drafts.takeTheirs}
        </Button>
        <Button onPress={() => saver.keepMine()}>{drafts.keepMine}</Button>
      </div>
    </Notice>
  );
}
