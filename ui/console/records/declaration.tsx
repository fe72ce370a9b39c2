/** The form of a declaration, with each violation at its field. */
import { useMemo, useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type { declarationBirthMutation } from "../__generated__/declarationBirthMutation.graphql";
import type { declarationDeathMutation } from "../__generated__/declarationDeathMutation.graphql";
import type { declarationMarriageMutation } from "../__generated__/declarationMarriageMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { Button } from "../components/button";
import { FormErrors } from "../components/fields";
import { Form } from "../components/form";
import { useLeaveGuard } from "../components/leave-guard";
import { RestoredDraft } from "../components/restored-draft";
import { useDraft } from "../components/use-draft";
import { useTexts } from "../texts/texts";
import { atDays, type DayFaults, dayFaults, withDayFaults, withoutFaultyDays } from "./days";
import { DeclarationFields } from "./declaration-fields";
import {
  forms,
  type Kind,
  requiredDays,
  requiredSections,
  requiredTexts,
} from "./declaration-forms";
import { areSame, toInput, type Values } from "./form-values";
import { useRecordMutation } from "./moved-on";
import { openViolations } from "./open-faults";

/** How the API refuses a form that was changed after an answer to it was lost (rule C4). */
const KEY_WAS_USED = "Idempotency key was used with a different request";

interface DeclarationProps {
  readonly kind: Kind;
  readonly initial: Values;
  readonly amends: string | null;
}

/** Ask for the declaration, then open the record that it made. */
export function Declaration({ kind, initial, amends }: DeclarationProps) {
  const texts = useTexts();
  const labels = texts.records;
  const form = forms[kind];
  const [, navigate] = useLocation();
  const draft = useDraft(draftName(kind, amends), () => ({
    values: initial,
    idempotencyKey: newIdempotencyKey(),
  }));
  const { values, idempotencyKey } = draft.content;
  const stopGuarding = useLeaveGuard(draft.isFilled, draft.leftBehind);
  const [sent, setSent] = useState<{ values: Values; faults: DayFaults }>({
    values: {},
    faults: {},
  });
  const { perform, isPending, refusal } = useDeclareMutation(kind);
  const violations = useMemo(() => {
    const found = atDays(refusal?.violations ?? []);
    const all = withDayFaults(found, refusal === null ? {} : sent.faults);
    return openViolations(all, sent.values, values);
  }, [refusal, sent, values]);
  function change(changes: Values) {
    const next = { ...values, ...changes };
    draft.setContent({ values: next, idempotencyKey }, !areSame(next, initial));
  }

  async function declare(element: HTMLFormElement, key = idempotencyKey) {
    draft.setContent({ values, idempotencyKey: key }, draft.isFilled);
    const faults = dayFaults(element, values, requiredDays(form));
    setSent({ values, faults });
    const sending = withoutFaultyDays(values, faults);
    const input = {
      ...toInput(sending, requiredTexts(form), requiredSections(form)),
      idempotencyKey: key,
      ...(amends === null ? {} : { amends }),
    };
    const id = await perform(input);
    if (id === null) return;
    draft.forget();
    stopGuarding();
    navigate(`/records/${encodeURIComponent(id)}`);
  }

  return (
    <Form onSubmit={(element) => void declare(element)}>
      <RestoredDraft draft={draft} />
      <p className="faint">{texts.shell.required}</p>
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
        <DeclarationFields kind={kind} values={values} onChange={change} />
      </FormErrors>
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
  return amends === null ? `declare ${kind}` : `amend ${amends}`;
}

/** Return the mutation of a kind; `perform` resolves to the id of the new record. */
function useDeclareMutation(kind: Kind) {
  const birth = useRecordMutation<declarationBirthMutation>(BIRTH);
  const death = useRecordMutation<declarationDeathMutation>(DEATH);
  const marriage = useRecordMutation<declarationMarriageMutation>(MARRIAGE);
  const mutations = { BIRTH: birth, DEATH: death, MARRIAGE: marriage };
  async function perform(input: object): Promise<string | null> {
    const response = await mutations[kind].perform({ input: input as never });
    return response?.declared?.vitalEvent.id ?? null;
  }
  const { isPending, refusal } = mutations[kind];
  return { perform, isPending, refusal };
}

const BIRTH = graphql`
  mutation declarationBirthMutation($input: DeclareBirthInput!) {
    declared: declareBirth(input: $input) {
      vitalEvent {
        id
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
        status
      }
    }
  }
`;
