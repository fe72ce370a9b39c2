/** The form of a declaration, with each violation at its field. */
import { useMemo, useState } from "react";
import { useLocation } from "wouter";
import { newIdempotencyKey } from "../api/idempotency";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { FormErrors } from "../components/fields";
import { Form } from "../components/form";
import type { LeftBehind } from "../components/guarded-history";
import { useLeaveGuard } from "../components/leave-guard";
import { LinkButton } from "../components/link-button";
import { KeptDraft, RestoredDraft } from "../components/restored-draft";
import { type Draft, useDraft } from "../components/use-draft";
import { useDeskTexts } from "../texts/desk-texts";
import { useTexts } from "../texts/texts";
import { ChangedMeanwhile, ContestedFields, StaleForm } from "./changed-meanwhile";
import { atDays, type DayFaults, dayFaults, withDayFaults, withoutFaultyDays } from "./days";
import { DeclarationFields } from "./declaration-fields";
import {
  forms,
  type Kind,
  requiredDays,
  requiredSections,
  requiredTexts,
} from "./declaration-forms";
import { DeclarationPlace } from "./declaration-place";
import { useDeclaring } from "./declaring";
import { areSame, toInput, type Values } from "./form-values";
import { type Kept, newFormKey } from "./kept-draft";
import { ContestedForm, KeptForm, RestoredForm } from "./kept-form";
import { openViolations } from "./open-faults";
import { rebased } from "./rebase";
import { contentOf, type FormSaver, useSaver } from "./use-saver";

/** Births and marriages end none. */

/** How the API refuses a form that was changed after an answer to it was lost (rule C4). */
const KEY_WAS_USED = "Idempotency key was used with a different request";

interface DeclarationProps {
  readonly kind: Kind;
  /** The name of the draft in the tab, where it goes on with one that the server has. */
  readonly draftName?: string;
  readonly initial: Values;
  readonly amends: string | null;
  /** The version of the record that is amended. */
  readonly version?: number;
}

/** Ask for the declaration, then open the record that it made. */
export function Declaration({
  kind,
  initial,
  amends,
  version = 0,
  draftName = draftNameOf(kind, amends),
}: DeclarationProps) {
  const texts = useTexts();
  const labels = texts.records;
  const { queues, drafts } = useDeskTexts();
  const say = useSay();
  const form = forms[kind];
  const [, navigate] = useLocation();
  const draft = useDraft(draftName, () => ({
    /** So that an amendment is listed as what it is. */
    kind,
    values: initial,
    version,
    record: initial,
    began: null as Values | null,
    idempotencyKey: newIdempotencyKey(),
    formKey: newFormKey(),
    kept: null as Kept | null,
  }));
  const { content } = draft;
  const { values, idempotencyKey } = content;
  const isNew = amends === null;
  /** Whether its address is that of an empty form, too. */
  const isFirst = draftName === draftNameOf(kind, amends);
  const saver = useSaver(draftName, content, draft.isFilled, !isNew);
  const leftBehind = leftBehindOf(draft, isNew, saver);
  const stopGuarding = useLeaveGuard(leftBehind !== null, leftBehind ?? "draft");
  const [sent, setSent] = useState<{ values: Values; faults: DayFaults }>({
    values: {},
    faults: {},
  });
  const { perform, isPending, refusal, clearRefusal } = useDeclaring(kind);
  const violations = useMemo(() => {
    const found = atDays(refusal?.violations ?? []);
    const all = withDayFaults(found, refusal === null ? {} : sent.faults);
    return openViolations(all, sent.values, values);
  }, [refusal, sent, values]);
  function change(changes: Values) {
    hold({ ...content, values: { ...values, ...changes } });
  }
  function hold(next: typeof content) {
    const { kept } = saver.saver.saving();
    draft.setContent({ ...next, kept }, !areSame(next.values, initial));
    saver.type(next);
  }
  function goOn() {
    const { record } = content;
    const next = {
      ...content,
      values: rebased(kind, { began: record, now: initial, typed: values }),
      version,
      record: initial,
      began: content.began ?? record,
      idempotencyKey: newIdempotencyKey(),
    };
    clearRefusal();
    draft.setContent(next, !areSame(next.values, initial));
  }

  function adoptHere(kept: Kept) {
    draft.setContent({ ...contentOf(kind, content.formKey, kept), kept }, true, true);
  }

  async function declare(element: HTMLFormElement, key = idempotencyKey) {
    if (key !== idempotencyKey) hold({ ...content, idempotencyKey: key });
    const faults = dayFaults(element, values, requiredDays(form));
    setSent({ values, faults });
    const sending = withoutFaultyDays(values, faults);
    const input = {
      ...toInput(sending, requiredTexts(form), requiredSections(form)),
      idempotencyKey: key,
      ...(amends === null ? {} : { amends }),
    };
    const declared = await perform(input);
    if (declared === null) return;
    void saver.saver.end();
    draft.forget();
    stopGuarding();
    say({ text: queues.declared(declared.trackingId) });
    navigate(`/records/${encodeURIComponent(declared.id)}`);
  }

  if (amends !== null && content.version !== version) {
    return <StaleForm isFilled={draft.isFilled} onGoOn={goOn} onStartAnew={draft.forget} />;
  }
  const meanwhile = { kind, began: content.began, now: initial };
  return (
    <Form judgesDates onSubmit={(element) => void declare(element)}>
      {isNew && isFirst && <RestoredForm {...{ saver, draft }} />}
      {!isNew && <RestoredDraft draft={draft} />}
      <ChangedMeanwhile {...meanwhile} />
      {isNew ? <KeptForm {...{ saver, draft }} /> : <KeptDraft draft={draft} />}
      <FormErrors refusal={refusal} violations={violations}>
        {refusal?.message === KEY_WAS_USED && (
          <div className="actions">
            <Button
              isDisabled={isPending}
              onPress={({ target }) => {
                const element = target.closest("form");
                if (element !== null) void declare(element, newIdempotencyKey());
              }}
            >
              {labels.declareAnew}
            </Button>
          </div>
        )}
        {amends === null && <DeclarationPlace values={values} onChange={change} />}
        <ContestedFields {...meanwhile} typed={values}>
          <DeclarationFields {...{ kind, values, onChange: change }} isOnRecord={amends !== null} />
        </ContestedFields>
      </FormErrors>
      <div className="actions">
        <Button variant="primary" type="submit" isDisabled={isPending}>
          {amends === null ? texts.menu.declare : labels.actionLabels.AMEND}
        </Button>
        {isNew && draft.isFilled && <LinkButton to="/declare">{drafts.later}</LinkButton>}
      </div>
      <ContestedForm saver={saver} onTake={(kept) => adoptHere(kept)} />
    </Form>
  );
}

/** Return what leaving means for what is typed; null where the server has it, or there is nothing. */
function leftBehindOf(
  { isFilled, leftBehind }: Pick<Draft<unknown>, "isFilled" | "leftBehind">,
  isNew: boolean,
  { kept, isUnsent, refusal }: FormSaver,
): LeftBehind | null {
  if (!isFilled || (isNew && kept !== null && !isUnsent)) return null;
  // What the tab cannot store is lost where the server does not take it.
  return isNew && refusal === null && leftBehind === "draft" ? "sending" : leftBehind;
}

/** Return the name of the draft of a form: each amendment has one of its own. */
export function draftNameOf(kind: Kind, amends: string | null): string {
  return amends === null ? `declare ${kind}` : `amendment ${amends}`;
}
