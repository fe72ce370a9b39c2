/** What a form of a declaration says of its draft: that it is kept, until when, and what hinders it. */
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { messageFor, Notice } from "../components/notice";
import { RestoredDraft, useKeptUntil, useLongest } from "../components/restored-draft";
import { Steady } from "../components/steady";
import type { Draft } from "../components/use-draft";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import type { Kept } from "./kept-draft";
import type { FormSaver } from "./use-saver";

interface KeptFormProps {
  readonly saver: FormSaver;
  readonly draft: Pick<Draft<unknown>, "isFilled" | "keptUntil">;
}

/** Say that stars mark what is needed, where what is typed is kept, and until when. */
export function KeptForm({ saver: { kept, isUnsent, refusal, theirs }, draft }: KeptFormProps) {
  const { drafts } = useDeskTexts();
  const texts = useTexts();
  const formats = useFormats();
  const inTab = useKeptUntil(draft);
  const longestInTab = useLongest();
  const { required } = texts.shell;
  function said(): string | null {
    if (theirs !== null) return `${drafts.contested} ${inTab ?? ""}`;
    if (refusal !== null && isUnsent) {
      return `${drafts.notKept(messageFor(refusal, texts))} ${inTab ?? ""}`;
    }
    if (kept !== null && !isUnsent) return drafts.kept(formats.day(kept.keptUntil));
    return draft.isFilled ? drafts.beingKept : null;
  }
  const all = [
    drafts.kept(formats.day("2026-12-28T12:00:00Z")),
    `${drafts.contested} ${longestInTab}`,
    `${drafts.notKept(texts.errors.codes.UNREACHABLE)} ${longestInTab}`,
  ];
  return (
    <Steady className="faint" texts={all.map((it) => `${required} ${it}`)}>
      {required} {said()}
    </Steady>
  );
}

interface RestoredFormProps {
  readonly saver: FormSaver;
  readonly draft: Pick<Draft<unknown>, "restoredFrom" | "forget">;
}

/**
 * Say that the form holds what was left on an earlier visit, and offer an empty one beside it.
 *
 * It stays for the visit: a notice that went with the first key would move the fields.
 */
export function RestoredForm({ saver: { kept, saver }, draft }: RestoredFormProps) {
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
  async function beginEmpty() {
    await saver.send();
    // What the server does not take is in this tab alone, and would be gone.
    if (saver.saving().isUnsent) return;
    draft.forget();
    say({ text: drafts.stays });
  }
  return (
    <Notice kind="note">
      <p>{drafts.restored}</p>
      <Button onPress={() => void beginEmpty()}>{drafts.another}</Button>
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
