/** The form that makes a certificate: its template, its collector, and what it will say. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link, useLocation } from "wouter";
import type { certifyForm_event$key } from "../__generated__/certifyForm_event.graphql";
import type {
  CertifyVitalEventInput,
  CollectorRelationship,
  certifyFormMutation,
} from "../__generated__/certifyFormMutation.graphql";
import type { certifyFormTemplatesQuery } from "../__generated__/certifyFormTemplatesQuery.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { usePageQuery } from "../api/queries";
import { Dialog } from "../components/dialog";
import { Checkbox, Select } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { QueryBoundary } from "../components/query-boundary";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import type { Details } from "./details";
import { toInput, type Values } from "./form-values";
import { nameOnRecord } from "./handed-to";
import { IndividualFields } from "./individual-fields";
import { languageName } from "./language-names";
import { useRecordMutation } from "./moved-on";
import { Paper } from "./paper";
import { filled, type PaperValues } from "./paper-values";

const INDIVIDUAL = "collector.individual";

interface CertifyFormProps {
  readonly event: certifyForm_event$key;
  /** Those of the record, which name who may collect it. */
  readonly details: Details;
  readonly onClose: () => void;
}

/** Ask for both, show what it will look like, then open the certificate to be printed. */
export function CertifyForm(props: CertifyFormProps) {
  return (
    <QueryBoundary>
      <WithTemplates {...props} />
    </QueryBoundary>
  );
}

function WithTemplates({ event: key, details, onClose }: CertifyFormProps) {
  const texts = useTexts();
  const labels = texts.records;
  const { certificates: desk } = useDeskTexts();
  const { language } = useLanguage();
  const { apart, comma } = useFormats();
  const [, navigate] = useLocation();
  const event = useFragment(EVENT, key);
  const { id, kind } = event;
  const { certificateTemplates } = usePageQuery<certifyFormTemplatesQuery>(TEMPLATES, { kind });
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const [chosen, setChosen] = useState(
    () => certificateTemplates.find((it) => it.language === language)?.id ?? "",
  );
  const [relationship, setRelationship] = useState(() => collectorsOf(details)[0] ?? "OTHER");
  const [hasShownDocument, setHasShownDocument] = useState(false);
  const [values, setValues] = useState<Values>({});
  const { perform, isPending, refusal } = useRecordMutation<certifyFormMutation>(CERTIFY);
  const template = certificateTemplates.find((it) => it.id === chosen) ?? certificateTemplates[0];

  if (template === undefined) {
    return (
      <Dialog title={labels.certifyTitle} onClose={onClose}>
        <Notice kind="note">
          <p>{desk.noTemplate}</p>
        </Notice>
      </Dialog>
    );
  }
  const { name, language: spoken } = template;

  async function certify() {
    const input = relationship === "OTHER" ? toInput(values, [], []) : {};
    const { individual } = (input.collector ?? {}) as {
      individual?: NonNullable<CertifyVitalEventInput["collector"]["individual"]>;
    };
    const collector = { relationship, hasShownDocument, ...(individual ? { individual } : {}) };
    const response = await perform({
      input: { idempotencyKey, id, template: name, language: spoken, collector },
    });
    if (response !== null) setIdempotencyKey(newIdempotencyKey());
    const certificate = response?.certifyVitalEvent?.vitalEvent.certificates.at(-1);
    if (certificate === undefined) return;
    onClose();
    leaveFreely();
    navigate(
      `/records/${encodeURIComponent(id)}/certificates/${encodeURIComponent(certificate.id)}`,
    );
  }

  const options = certificateTemplates.map((it) => [
    it.id,
    `${it.name}${comma}${languageName(it.language, language)}`,
  ]);
  const collectors = collectorsOf(details).map((role) => {
    const [word, named] = [labels.collectors[role], nameOnRecord(role, details)];
    return [role, named === "" ? word : `${word}: ${apart(named)}`];
  });
  const valid = event.certificates.filter(({ revokedAt }) => revokedAt == null);
  const said = (event.certificateValues ?? {}) as PaperValues;
  return (
    <FormDialog
      title={labels.certifyTitle}
      submitLabel={labels.actionLabels.CERTIFY}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void certify()}
      onClose={onClose}
    >
      {valid.length > 0 && (
        <Notice kind="note">
          <p>{desk.staysValid}</p>
          <ul>
            {valid.map((it) => (
              <li key={it.id}>
                <Link
                  href={`/records/${encodeURIComponent(id)}/certificates/${encodeURIComponent(it.id)}`}
                >
                  {it.serialNumber}
                </Link>
                {comma}
                {desk.made.toLocaleLowerCase(language)} <Moment at={it.certifiedAt} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="beside-paper">
        <div>
          <Select
            label={labels.template}
            value={template.id}
            onChange={setChosen}
            path="template"
            options={Object.fromEntries(options)}
          />
          <Select
            label={labels.collector}
            value={relationship}
            onChange={setRelationship}
            path="collector.relationship"
            options={Object.fromEntries(collectors)}
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
        </div>
        <details open>
          <summary>{desk.preview}</summary>
          <Paper
            svg={filled(template.svg, said, spoken)}
            fonts={template.fonts}
            label={desk.preview}
            mark={desk.notACertificate}
          />
        </details>
      </div>
    </FormDialog>
  );
}

/**
 * Return the roles in which somebody may collect a certificate, the informant's first.
 *
 * A father who declared stands there once, as the father.
 */
function collectorsOf(details: Details): readonly CollectorRelationship[] {
  const informant = nameOnRecord("INFORMANT", details);
  const others = (["MOTHER", "FATHER", "SPOUSE"] as const).filter(
    (role) => nameOnRecord(role, details) !== "",
  );
  const declared = others.filter((role) => nameOnRecord(role, details) === informant);
  const first = declared.length > 0 ? declared : (["INFORMANT"] as const);
  return [...new Set([...first, ...others, "OTHER" as const])];
}

const EVENT = graphql`
  fragment certifyForm_event on VitalEvent {
    id
    kind
    certificateValues
    certificates {
      id
      serialNumber
      certifiedAt
      revokedAt
    }
  }
`;
const TEMPLATES = graphql`
  query certifyFormTemplatesQuery($kind: VitalEventKind!) {
    certificateTemplates(kind: $kind) {
      id
      name
      language
      svg
      fonts {
        family
        url
      }
    }
  }
`;
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
        ...versions_event
      }
    }
  }
`;
