/** The form that makes a certificate: by which template, and who comes for it. */
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type {
  CertifyVitalEventInput,
  CollectorRelationship,
  certifyFormMutation,
} from "../__generated__/certifyFormMutation.graphql";
import { newKey } from "../asking/idempotency";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Choice, Faults, TextField, Tick } from "../parts/fields";
import { useTexts } from "../texts/texts";
import { IndividualFields } from "./individual-fields";
import { inputOf, type Values } from "./paths";

const someone = "collector.individual";

interface CertifyFormProps {
  readonly id: string;
  readonly kind: "BIRTH" | "DEATH" | "MARRIAGE";
  readonly onClose: () => void;
}

/** Asks, and leads to the certificate to be printed. */
export function CertifyForm({ id, kind, onClose }: CertifyFormProps) {
  const texts = useTexts();
  const labels = texts.records;
  const [, navigate] = useLocation();
  const [idempotencyKey, renewKey] = useState(newKey);
  const [template, setTemplate] = useState<string>(labels.templates[kind]);
  const [relationship, setRelationship] = useState<CollectorRelationship>("INFORMANT");
  const [hasShownDocument, setShown] = useState(false);
  const [values, setValues] = useState<Values>({});
  const { perform, isUnderWay, refusal } = useAct<certifyFormMutation>(CERTIFY);

  async function certify() {
    const names = [`${someone}.firstName`, `${someone}.lastName`];
    const filled = relationship === "OTHER" ? inputOf(values, names, []) : {};
    const { individual } = (filled.collector ?? {}) as {
      individual?: NonNullable<CertifyVitalEventInput["collector"]["individual"]>;
    };
    const collector = { relationship, hasShownDocument, ...(individual ? { individual } : {}) };
    const answer = await perform({ input: { idempotencyKey, id, template, collector } });
    if (answer !== null) renewKey(newKey());
    const made = answer?.certifyVitalEvent?.vitalEvent.certificates.at(-1);
    if (made === undefined) return;
    onClose();
    navigate(`/records/${encodeURIComponent(id)}/certificates/${encodeURIComponent(made.id)}`);
  }

  return (
    <Dialog title={labels.certifyTitle} onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void certify();
        }}
      >
        <Faults of={refusal}>
          <TextField
            label={labels.template}
            value={template}
            onChange={setTemplate}
            path="template"
            isRequired
            autoFocus
          />
          <Choice
            label={labels.collector}
            value={relationship}
            onChange={setRelationship}
            path="collector.relationship"
            options={labels.collectors}
          />
          {relationship === "OTHER" && (
            <IndividualFields
              title={labels.collectors.OTHER}
              path={someone}
              values={values}
              onChange={(path, value) => setValues({ ...values, [path]: value })}
              isRequired
            />
          )}
          <Tick label={labels.hasShownDocument} isTicked={hasShownDocument} onChange={setShown} />
        </Faults>
        <div className="actions">
          <Button look="primary" type="submit" isDisabled={isUnderWay}>
            {labels.doing.CERTIFY}
          </Button>
          <Button onPress={onClose}>{texts.shell.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

const CERTIFY = graphql`
  mutation certifyFormMutation($input: CertifyVitalEventInput!) {
    certifyVitalEvent(input: $input) {
      vitalEvent {
        certificates {
          id
          template
          certifiedAt
          issuedAt
        }
        ...recordActions_event
        ...steps_event
      }
    }
  }
`;
