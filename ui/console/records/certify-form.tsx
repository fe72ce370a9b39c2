/** The form that makes a certificate: its template and its collector. */
import { useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type {
  CertifyVitalEventInput,
  CollectorRelationship,
  certifyFormMutation,
} from "../__generated__/certifyFormMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { Checkbox, Select, TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { useTexts } from "../texts/texts";
import { toInput, type Values } from "./form-values";
import { IndividualFields } from "./individual-fields";
import { useRecordMutation } from "./moved-on";

/** The template that comes with the product. */
const STANDARD = "standard";
const INDIVIDUAL = "collector.individual";

interface CertifyFormProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** Ask for both, then open the certificate to be printed. */
export function CertifyForm({ id, onClose }: CertifyFormProps) {
  const texts = useTexts();
  const labels = texts.records;
  const [, navigate] = useLocation();
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const [template, setTemplate] = useState(STANDARD);
  const [relationship, setRelationship] = useState<CollectorRelationship>("INFORMANT");
  const [hasShownDocument, setHasShownDocument] = useState(false);
  const [values, setValues] = useState<Values>({});
  const { perform, isPending, refusal } = useRecordMutation<certifyFormMutation>(CERTIFY);

  async function certify() {
    const input = relationship === "OTHER" ? toInput(values, [], []) : {};
    const { individual } = (input.collector ?? {}) as {
      individual?: NonNullable<CertifyVitalEventInput["collector"]["individual"]>;
    };
    const collector = { relationship, hasShownDocument, ...(individual ? { individual } : {}) };
    const response = await perform({ input: { idempotencyKey, id, template, collector } });
    if (response !== null) setIdempotencyKey(newIdempotencyKey());
    const certificate = response?.certifyVitalEvent?.vitalEvent.certificates.at(-1);
    if (certificate === undefined) return;
    onClose();
    leaveFreely();
    navigate(
      `/records/${encodeURIComponent(id)}/certificates/${encodeURIComponent(certificate.id)}`,
    );
  }

  return (
    <FormDialog
      title={labels.certifyTitle}
      submitLabel={labels.actionLabels.CERTIFY}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void certify()}
      onClose={onClose}
    >
      <TextField
        label={labels.template}
        value={template}
        onChange={setTemplate}
        path="template"
        isRequired
        autoFocus
      />
      <Select
        label={labels.collector}
        value={relationship}
        onChange={setRelationship}
        path="collector.relationship"
        options={labels.collectors}
      />
      {relationship === "OTHER" && (
        <IndividualFields
          title={labels.collectors.OTHER}
          path={INDIVIDUAL}
          values={values}
          onChange={(changes) => setValues({ ...values, ...changes })}
          isRequired
        />
      )}
      <Checkbox
        label={labels.hasShownDocument}
        isChecked={hasShownDocument}
        onChange={setHasShownDocument}
      />
    </FormDialog>
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
        ...recordHistory_event
      }
    }
  }
`;
