/** The hook that brings what is typed into the form of a declaration to the server (rule C19). */
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useRelayEnvironment } from "react-relay";
import { deleteDraft, readDraft, storeDraft } from "../api/drafts";
import { newIdempotencyKey } from "../api/idempotency";
import { useSay } from "../api/said";
import { signedInUser } from "../api/session";
import { useDeskTexts } from "../texts/desk-texts";
import type { Kind } from "./declaration-forms";
import { type DraftSaver, type Saving, saverOf, saverOfKey } from "./draft-saver";
import type { Values } from "./form-values";
import type { Kept } from "./kept-draft";
import { subject } from "./unfinished";

/** What the draft of a form in the tab holds, as far as it is brought to the server. */
export interface SavedForm {
  readonly kind: Kind;
  readonly values: Values;
  readonly idempotencyKey: string;
  readonly formKey: string;
  readonly kept: Kept | null;
}

/** What the server is given of it: a document of the form's own, with a version. */
interface Document {
  readonly form: 1;
  readonly values: Values;
  readonly idempotencyKey: string;
}

export interface FormSaver extends Saving {
  readonly saver: DraftSaver;
  /** Take what the form holds now. */
  readonly type: (form: SavedForm) => void;
}

/**
 * Return the saver of the form whose draft in the tab has a name.
 *
 * What `isOfRecord` amends a record, which is where it was: its draft is the tab's alone.
 */
export function useSaver(
  name: string,
  form: SavedForm,
  isFilled: boolean,
  isOfRecord: boolean,
): FormSaver {
  const environment = useRelayEnvironment();
  const say = useSay();
  const { drafts } = useDeskTexts();
  const latest = useRef({ form, isFilled });
  latest.current = { form, isFilled };
  const { formKey } = form;
  const saver = useMemo(() => {
    const { kind, kept } = latest.current.form;
    const user = signedInUser();
    const onKept = (now: Kept, isAll: boolean) => noteKept(user, name, formKey, now, isAll);
    return saverOf({ environment, kind, formKey, kept, onKept });
  }, [environment, formKey, name]);
  const saving = useSyncExternalStore(saver.subscribe, saver.saving);
  useEffect(() => {
    if (isOfRecord) return;
    if (latest.current.isFilled) saver.type(typedOf(latest.current.form));
    return () => {
      if (!latest.current.isFilled) return;
      void saver.send().then(() => {
        const { kept, isUnsent } = saver.saving();
        if (kept !== null && !isUnsent && !saver.isOver) say({ text: drafts.isKept });
      });
    };
  }, [saver, say, drafts.isKept, isOfRecord]);
  const type = (typed: SavedForm) => {
    if (!isOfRecord) saver.type(typedOf(typed));
  };
  return { ...saving, saver, type };
}

/** Store what the server has of a form as its draft in the tab, where nothing newer was typed there. */
export function adopt(name: string, kind: Kind, formKey: string, kept: Kept): void {
  const user = signedInUser();
  saverOfKey(formKey)?.see(kept);
  if (readDraft(user, name)?.isKept === false) return;
  storeDraft(user, name, { ...contentOf(kind, formKey, kept), kept }, true);
}

/** Return what the form holds that a draft was kept of. */
export function contentOf(kind: Kind, formKey: string, { content }: Kept) {
  const { values = {}, idempotencyKey } = JSON.parse(content) as Partial<Document>;
  const key = idempotencyKey ?? newIdempotencyKey();
  return { kind, values, version: 0, record: {}, began: null, idempotencyKey: key, formKey };
}

/** Forget what the tab has of a form, where the server has all of it. */
export function leaveToServer(name: string): void {
  const user = signedInUser();
  if (readDraft(user, name)?.isKept === true) deleteDraft(user, name);
}

function typedOf({ values, idempotencyKey }: SavedForm) {
  const document: Document = { form: 1, values, idempotencyKey };
  const label = subject(values).trim().slice(0, 200);
  return { content: JSON.stringify(document), label: label === "" ? null : label };
}

function noteKept(user: string, name: string, formKey: string, kept: Kept, isAll: boolean): void {
  const stored = readDraft(user, name)?.content as SavedForm | undefined;
  if (stored?.formKey === formKey) storeDraft(user, name, { ...stored, kept }, isAll);
}
