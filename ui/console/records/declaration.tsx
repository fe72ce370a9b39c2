/** The form of a declaration, with all that is wrong shown where it is wrong. */
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type { declarationBirthMutation } from "../__generated__/declarationBirthMutation.graphql";
import type { declarationDeathMutation } from "../__generated__/declarationDeathMutation.graphql";
import type { declarationMarriageMutation } from "../__generated__/declarationMarriageMutation.graphql";
import { newKey } from "../asking/idempotency";
import { useAct } from "../asking/queries";
import { Refusal } from "../asking/refusal";
import { Button } from "../parts/button";
import { Faults, Group, TextField } from "../parts/fields";
import { useTexts } from "../texts/texts";
import { forms, type Kind, neededSections, requiredTexts } from "./forms";
import { IndividualFields } from "./individual-fields";
import { inputOf, type Values } from "./paths";

interface DeclarationProps {
  readonly kind: Kind;
  readonly initial: Values;
  readonly amends: string | null;
}

/** Asks for the declaration, and leads to the record that came of it. */
export function Declaration({ kind, initial, amends }: DeclarationProps) {
  const texts = useTexts();
  const labels = texts.records;
  const form = forms[kind];
  const [, navigate] = useLocation();
  const [values, setValues] = useState(initial);
  const [idempotencyKey, renewKey] = useState(newKey);
  const [undated, setUndated] = useState<Refusal | null>(null);
  const { perform, isUnderWay, refusal } = useDeclaring(kind);
  const set = (path: string, value: string) => setValues({ ...values, [path]: value });

  async function declare() {
    const missing = form.event.filter(({ path, isDate }) => isDate && !values[path]);
    setUndated(missing.length === 0 ? null : withoutDates(missing.map(({ path }) => path)));
    if (missing.length > 0) return;
    const input = {
      ...inputOf(values, requiredTexts(form), neededSections(form)),
      idempotencyKey,
      ...(amends === null ? {} : { amends }),
    };
    const id = await perform(input);
    if (id === null) return;
    renewKey(newKey());
    navigate(`/records/${encodeURIComponent(id)}`);
  }

  const field = (path: string, label: string) => ({
    label,
    path,
    value: values[path] ?? "",
    onChange: (value: string) => set(path, value),
  });
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        void declare();
      }}
    >
      <p className="faint">{texts.shell.required}</p>
      <Faults of={undated ?? refusal}>
        {form.people.map(({ path, label, isRequired, isChild = false }) => (
          <IndividualFields
            key={path}
            title={labels[label] as string}
            path={path}
            values={values}
            onChange={set}
            isRequired={isRequired}
            isChild={isChild}
          />
        ))}
        <Group title={labels.event} path="event">
          {form.event.map(({ path, label, isRequired, isDate }) => (
            <TextField
              key={path}
              {...field(path, labels[label] as string)}
              type={isDate ? "date" : "text"}
              isRequired={isRequired}
            />
          ))}
        </Group>
        <Group title={labels.informant} path="informant">
          <TextField {...field("informant.relationship", labels.relationship)} isRequired />
          <TextField {...field("informant.email", labels.email)} type="email" />
          <TextField {...field("informant.phoneNumber", labels.phone)} type="tel" />
        </Group>
        <IndividualFields
          title={labels.informantNamed}
          path="informant.individual"
          values={values}
          onChange={set}
          isRequired={false}
        />
      </Faults>
      <div className="actions">
        <Button look="primary" type="submit" isDisabled={isUnderWay}>
          {amends === null ? texts.menu.declare : labels.doing.AMEND}
        </Button>
      </div>
    </Form>
  );
}

/** A date that is not there cannot be sent at all, so it is asked for here. */
function withoutDates(paths: readonly string[]): Refusal {
  const violations = paths.map((path) => ({ path: [path], rule: "required", message: "required" }));
  const extensions = { code: "UNPROCESSABLE_ENTITY", violations };
  return new Refusal({ message: "Input is invalid", extensions });
}

/** Gives the mutation of a kind; `perform` tells the id of the record that was made. */
function useDeclaring(kind: Kind) {
  const birth = useAct<declarationBirthMutation>(BIRTH);
  const death = useAct<declarationDeathMutation>(DEATH);
  const marriage = useAct<declarationMarriageMutation>(MARRIAGE);
  const acts = { BIRTH: birth, DEATH: death, MARRIAGE: marriage };
  async function perform(input: object): Promise<string | null> {
    const answer = await acts[kind].perform({ input: input as never });
    return answer?.declared?.vitalEvent.id ?? null;
  }
  const { isUnderWay, refusal } = acts[kind];
  return { perform, isUnderWay, refusal };
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
