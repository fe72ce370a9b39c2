/** The form of a declaration, with each violation at its field. */
import { lazy, Suspense, useMemo, useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type { declarationBirthMutation } from "../__generated__/declarationBirthMutation.graphql";
import type { declarationDeathMutation } from "../__generated__/declarationDeathMutation.graphql";
import type { declarationMarriageMutation } from "../__generated__/declarationMarriageMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { ErrorBoundary } from "../components/error-boundary";
import { FormErrors } from "../components/fields";
import { Form } from "../components/form";
import { useLeaveGuard } from "../components/leave-guard";
import { KeptDraft, RestoredDraft } from "../components/restored-draft";
import { useDraft } from "../components/use-draft";
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
import { areSame, toInput, type Values } from "./form-values";
import { useRecordMutation } from "./moved-on";
import { openViolations } from "./open-faults";
import { rebased } from "./rebase";

/** Births and marriages end none. */
const EndedMarriages = lazy(() => import("./ended-marriages"));

/** How the API refuses a form that was changed after an answer to it was lost (rule C4). */
const KEY_WAS_USED = "Idempotency key was used with a different request";

interface DeclarationProps {
  readonly kind: Kind;
  readonly initial: Values;
  readonly amends: string | null;
  /** The version of the record that is amended. */
  readonly version?: number;
}

/** Ask for the declaration, then open the record that it made. */
export function Declaration({ kind, initial, amends, version = 0 }: DeclarationProps) {
  const texts = useTexts();
  const labels = texts.records;
  const { queues } = useDeskTexts();
  const say = useSay();
  const form = forms[kind];
  const [, navigate] = useLocation();
  const draft = useDraft(draftName(kind, amends), () => ({
    /** So that an amendment is listed as what it is. */
    kind,
    values: initial,
    version,
    record: initial,
    began: null as Values | null,
    idempotencyKey: newIdempotencyKey(),
  }));
  const { content } = draft;
  const { values, idempotencyKey } = content;
  const stopGuarding = useLeaveGuard(draft.isFilled, draft.leftBehind);
  const [sent, setSent] = useState<{ values: Values; faults: DayFaults }>({
    values: {},
    faults: {},
  });
  const { perform, isPending, refusal, clearRefusal } = useDeclareMutation(kind);
  const violations = useMemo(() => {
    const found = atDays(refusal?.violations ?? []);
    const all = withDayFaults(found, refusal === null ? {} : sent.faults);
    return openViolations(all, sent.values, values);
  }, [refusal, sent, values]);
  function change(changes: Values) {
    const next = { ...values, ...changes };
    draft.setContent({ ...content, values: next }, !areSame(next, initial));
  }
  function goOn() {
    const { record } = content;
    const next = {
      kind,
      values: rebased(kind, { began: record, now: initial, typed: values }),
      version,
      record: initial,
      began: content.began ?? record,
      idempotencyKey: newIdempotencyKey(),
    };
    clearRefusal();
    draft.setContent(next, !areSame(next.values, initial));
  }

  async function declare(element: HTMLFormElement, key = idempotencyKey) {
    draft.setContent({ ...content, idempotencyKey: key }, draft.isFilled);
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
      <RestoredDraft draft={draft} />
      <ChangedMeanwhile {...meanwhile} />
      <p className="faint">
        {texts.shell.required} <KeptDraft draft={draft} />
      </p>
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
      {kind === "DEATH" && (
        <ErrorBoundary fallback={() => null}>
          <Suspense>
            <EndedMarriages values={values} />
          </Suspense>
        </ErrorBoundary>
      )}
      <div className="actions">
        <Button variant="primary" type="submit" isDisabled={isPending}>
          {amends === null ? texts.menu.declare : labels.actionLabels.AMEND}
        </Button>
      </div>
    </Form>
  );
}

/** Return the name of the draft of a form: each amendment has one of its own. */
function draftName(kind: Kind, amends: string | null): string {
  return amends === null ? `declare ${kind}` : `amendment ${amends}`;
}

interface Declared {
  readonly id: string;
  readonly trackingId: string;
}

/** Return the mutation of a kind; `perform` resolves to the new record. */
function useDeclareMutation(kind: Kind) {
  const birth = useRecordMutation<declarationBirthMutation>(BIRTH);
  const death = useRecordMutation<declarationDeathMutation>(DEATH);
  const marriage = useRecordMutation<declarationMarriageMutation>(MARRIAGE);
  const mutations = { BIRTH: birth, DEATH: death, MARRIAGE: marriage };
  async function perform(input: object): Promise<Declared | null> {
    const response = await mutations[kind].perform({ input: input as never });
    return response?.declared?.vitalEvent ?? null;
  }
  const { isPending, refusal, clearRefusal } = mutations[kind];
  return { perform, isPending, refusal, clearRefusal };
}

const BIRTH = graphql`
  mutation declarationBirthMutation($input: DeclareBirthInput!) {
    declared: declareBirth(input: $input) {
      vitalEvent {
        id
        trackingId
        status
      }
    }
  }
`;
const DEATH = graphql`
  mutation declarationDeathMutation($input: DeclareDeathInput!) {
    declared: declareDeath(input: $input) {
      vitalEvent {
        id
        trackingId
        status
      }
    }
  }
`;
const MARRIAGE = graphql`
  mutation declarationMarriageMutation($input: DeclareMarriageInput!) {
    declared: declareMarriage(input: $input) {
      vitalEvent {
        id
        trackingId
        status
      }
    }
  }
`;
