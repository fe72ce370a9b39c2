/** The form of a correction: what the record should say, why, and what that changes. */
import { useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { graphql, useFragment } from "react-relay";
import { useLocation } from "wouter";
import type { correctionForm_event$key } from "../__generated__/correctionForm_event.graphql";
import type { VitalEventAlert } from "../__generated__/correctionMutationsBirthMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { Button } from "../components/button";
import { FormErrors, TextField } from "../components/fields";
import { Form } from "../components/form";
import { useLeaveGuard } from "../components/leave-guard";
import { Notice } from "../components/notice";
import { KeptDraft, RestoredDraft } from "../components/restored-draft";
import { useDraft } from "../components/use-draft";
import { useDeskTexts } from "../texts/desk-texts";
import { AlertTicks } from "./alert-ticks";
import { BeforeAfter } from "./before-after";
import { ChangedMeanwhile, ContestedFields, StaleForm } from "./changed-meanwhile";
import { useRequestCorrection } from "./correction-mutations";
import { atDays, type DayFaults, dayFaults, withDayFaults, withoutFaultyDays } from "./days";
import { DeclarationFields } from "./declaration-fields";
import {
  forms,
  isIncomplete,
  requiredDays,
  requiredSections,
  requiredTexts,
} from "./declaration-forms";
import { readDetails } from "./details";
import { detailsOf } from "./details-of-form";
import { editableValues } from "./editable-details";
import { areSame, toInput, type Values } from "./form-values";
import { JUST_ASKED } from "./just-asked";
import { openAnswers, useNamedAnswers } from "./open-answers";
import { openViolations } from "./open-faults";
import { OwnPerson } from "./own-person";
import { rebased } from "./rebase";

interface Content {
  readonly values: Values;
  readonly reason: string;
  readonly version: number;
  /** What the record said in that version. */
  readonly record: Values;
  /** What it said when the form began, once somebody has changed it since. */
  readonly began: Values | null;
  readonly idempotencyKey: string;
}

/** Ask for the corrected record, show what changes, and send it. */
export function CorrectionForm({ event: key }: { event: correctionForm_event$key }) {
  const { corrections: labels } = useDeskTexts();
  const event = useFragment(EVENT, key);
  const { id, kind, version } = event;
  const form = forms[kind];
  const [, navigate] = useLocation();
  const initial = editableValues(event);
  const draft = useDraft<Content>(correctionDraft(id), () => ({
    values: initial,
    reason: "",
    version,
    record: initial,
    began: null,
    idempotencyKey: newIdempotencyKey(),
  }));
  const { content } = draft;
  const stopGuarding = useLeaveGuard(draft.isFilled, draft.leftBehind);
  const heading = useRef<HTMLHeadingElement>(null);
  const [isPreview, setIsPreview] = useState(false);
  const [isUnchanged, setIsUnchanged] = useState(false);
  const [accepted, setAccepted] = useState<readonly VitalEventAlert[]>([]);
  const [sent, setSent] = useState<{ content: Content; faults: DayFaults }>({
    content,
    faults: {},
  });
  const { perform, isPending, refusal, clearRefusal } = useRequestCorrection(kind);
  const violations = useMemo(() => {
    const all = withDayFaults(atDays(refusal?.violations ?? []), sent.faults);
    return openViolations(all, textsOf(sent.content), textsOf(content));
  }, [refusal, sent, content]);
  const alerts = (refusal?.details.alerts ?? []) as readonly VitalEventAlert[];
  const unticked = alerts.filter((alert) => !accepted.includes(alert));
  const named = useNamedAnswers(refusal, false);

  function change(changes: Partial<Content>) {
    setIsUnchanged(false);
    const next = { ...content, ...changes };
    draft.setContent(next, !areSame(next.values, initial) || next.reason !== "");
  }
  function look(element: HTMLFormElement) {
    clearRefusal();
    const faults = dayFaults(element, content.values, requiredDays(form));
    setSent({ content, faults });
    // The server refuses it for these, and tells every other fault with them.
    const isFaulty = Object.keys(faults).length > 0 || isIncomplete(form, content.values);
    if (isFaulty || content.reason.trim() === "") return void send(faults);
    setIsUnchanged(areSame(content.values, initial));
    if (areSame(content.values, initial)) return;
    flushSync(() => setIsPreview(true));
    heading.current?.focus();
  }
  function goOn() {
    back();
    change({
      values: rebased(kind, { began: content.record, now: initial, typed: content.values }),
      version,
      record: initial,
      began: content.began ?? content.record,
      // What is asked for now is another request than the one that was refused.
      idempotencyKey: newIdempotencyKey(),
    });
  }
  function startAnew() {
    back();
    draft.forget();
  }
  function back() {
    clearRefusal();
    setAccepted([]);
    setIsPreview(false);
  }
  async function send(faults: DayFaults = {}) {
    const sending = withoutFaultyDays(content.values, faults);
    const input = {
      ...toInput(sending, requiredTexts(form), requiredSections(form)),
      id,
      version: content.version,
      reason: content.reason,
      idempotencyKey: content.idempotencyKey,
      acceptedAlerts: accepted,
    };
    if (!(await perform(input))) return;
    draft.forget();
    stopGuarding();
    navigate(`/records/${encodeURIComponent(id)}`, { state: JUST_ASKED });
  }

  if (content.version !== version) {
    return <StaleForm isFilled={draft.isFilled} onGoOn={goOn} onStartAnew={startAnew} />;
  }
  const meanwhile = { kind, began: content.began, now: initial };
  const isFaulty = refusal !== null && refusal.violations.length > 0;
  if (isPreview && !isFaulty) {
    const after = readDetails(event.details);
    return (
      <section>
        <h2 ref={heading} tabIndex={-1}>
          {labels.previewTitle}
        </h2>
        <BeforeAfter
          title={labels.previewTitle}
          before={after}
          after={detailsOf(content.values, after.__typename)}
          beforeLabel={labels.is}
          afterLabel={labels.willBe}
        />
        <p>
          {labels.why}: <q>{content.reason}</q>
        </p>
        <p>{labels.approvalMeans(event.certificates.some(({ revokedAt }) => revokedAt == null))}</p>
        <ChangedMeanwhile {...meanwhile} />
        <Form onSubmit={() => void send()}>
          <FormErrors refusal={named} violations={openAnswers(unticked, false)}>
            <AlertTicks
              alerts={alerts}
              accepted={accepted}
              onChange={setAccepted}
              instructions={labels.acceptBeforeSending}
            />
          </FormErrors>
          <div className="actions">
            <Button
              variant="primary"
              type="submit"
              isDisabled={isPending || areSame(content.values, initial)}
            >
              {labels.send}
            </Button>
            <Button onPress={back}>{labels.backToForm}</Button>
          </div>
        </Form>
      </section>
    );
  }
  return (
    <Form judgesDates onSubmit={look}>
      <RestoredDraft draft={draft} />
      <ChangedMeanwhile {...meanwhile} />
      <p>{labels.explanation}</p>
      <KeptDraft draft={draft} />
      <FormErrors refusal={refusal} violations={violations}>
        <ContestedFields {...meanwhile} typed={content.values}>
          <OwnPerson value={event.person?.id ?? null}>
            <DeclarationFields
              kind={kind}
              values={content.values}
              onChange={(changes) => change({ values: { ...content.values, ...changes } })}
              isOnRecord
            />
          </OwnPerson>
        </ContestedFields>
        <TextField
          label={labels.why}
          hint={labels.whyHint}
          value={content.reason}
          onChange={(reason) => change({ reason })}
          path="reason"
          lines={3}
          maxLength={500}
          isRequired
        />
      </FormErrors>
      {isUnchanged && (
        <Notice kind="error">
          <p>{labels.nothingChanges}</p>
        </Notice>
      )}
      <div className="actions">
        <Button variant="primary" type="submit" isDisabled={isPending}>
          {labels.look}
        </Button>
      </div>
    </Form>
  );
}

/** Return the name of the draft of a record's correction. */
export function correctionDraft(id: string): string {
  return `correction ${id}`;
}

function textsOf({ values, reason }: Content): Values {
  return { ...values, reason };
}

const EVENT = graphql`
  fragment correctionForm_event on VitalEvent {
    id
    kind
    version
    certificates {
      id
      revokedAt
    }
    person {
      id
    }
    details {
      ...details_details
    }
    ...editableDetails_event
  }
`;
