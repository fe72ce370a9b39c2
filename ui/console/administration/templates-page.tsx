/** The page of the templates of certificates: all that were ever loaded. */

import { useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { templatesPageQuery } from "../__generated__/templatesPageQuery.graphql";
import type { templatesPageRetireMutation } from "../__generated__/templatesPageRetireMutation.graphql";
import { usePageQuery, useSaidMutation } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { useAskedToAdd } from "../components/asked-to-add";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { Checkbox } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { Moment } from "../components/moment";
import { Page } from "../components/page";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { languageName } from "../records/language-names";
import { Paper } from "../records/paper";
import { withMadeUpValues } from "../records/paper-example";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import { NewTemplate } from "./new-template";
import { savePage } from "./template-files";

type Template = templatesPageQuery["response"]["certificateTemplateVersions"][number];

/** Return what tells a template from the others: most have one name. */
function useTitle() {
  const texts = useTexts();
  const { language } = useLanguage();
  const { comma } = useFormats();
  return ({ kind, language: tag, name }: Template) =>
    [texts.records.kinds[kind], languageName(tag, language), name].join(comma);
}

/** By kind, language and name, the newest version first: what is loaded moves nothing else. */
function inOrder(one: Template, other: Template): number {
  const key = ({ kind, language, name }: Template) => [kind, language, name].join(" ");
  return key(one).localeCompare(key(other)) || other.version - one.version;
}

/** List them, load new ones, show and retire what there is. */
export default function TemplatesPage() {
  const texts = useTexts();
  const { templates: labels } = useDeskTexts();
  const environment = useRelayEnvironment();
  const titleOf = useTitle();
  const { certificateTemplateVersions: all } = usePageQuery<templatesPageQuery>(TEMPLATES, {});
  const [areRetiredShown, setAreRetiredShown] = useState(false);
  const [isAdding, setIsAdding] = useState(false);
  useAskedToAdd(() => setIsAdding(true));
  const [changing, setChanging] = useState<Template | null>(null);
  const [shown, setShown] = useState<Template | null>(null);
  const [retiring, setRetiring] = useState<Template | null>(null);
  const { perform, isPending, refusal, clearRefusal } =
    useSaidMutation<templatesPageRetireMutation>(RETIRE, "certificate_template.retired");
  const rows = all.filter(({ isActive }) => isActive || areRetiredShown).toSorted(inOrder);
  const refresh = () => fetchQuery(environment, TEMPLATES, {}).subscribe({});
  function close() {
    setIsAdding(false);
    setChanging(null);
  }
  async function retire(id: string) {
    if ((await perform({ input: { id } })) !== null) setRetiring(null);
  }
  const actions = (
    <Button variant="primary" onPress={() => setIsAdding(true)}>
      <ActIcon of="add" /> {labels.add}
    </Button>
  );
  return (
    <Page title={texts.menu.templates} actions={actions}>
      <Checkbox
        label={labels.showRetired}
        isChecked={areRetiredShown}
        onChange={setAreRetiredShown}
      />
      <p className="faint">{labels.howToChange}</p>
      <ul className="rows" id="list">
        {rows.map((template) => (
          <Row
            key={template.id}
            template={template}
            onChange={() => setChanging(template)}
            onShow={() => setShown(template)}
            onRetire={() => setRetiring(template)}
          />
        ))}
      </ul>
      {(isAdding || changing !== null) && (
        <NewTemplate
          all={all}
          changed={changing}
          title={changing === null ? undefined : titleOf(changing)}
          onClose={close}
          onLoaded={() => {
            close();
            refresh();
          }}
        />
      )}
      {shown !== null && (
        <Dialog title={titleOf(shown)} onClose={() => setShown(null)}>
          <p className="faint">{labels.madeUp}</p>
          <Paper
            svg={withMadeUpValues(shown.svg, shown.language, labels.example)}
            fonts={shown.fonts}
            label={titleOf(shown)}
            mark={labels.template}
          />
          <div className="actions">
            <Button variant="primary" autoFocus onPress={() => setShown(null)}>
              {texts.shell.close}
            </Button>
          </div>
        </Dialog>
      )}
      {retiring !== null && (
        <FormDialog
          title={labels.retireTitle(titleOf(retiring))}
          explanation={labels.retireExplanation}
          submitLabel={labels.retire}
          isPending={isPending}
          refusal={refusal}
          onSubmit={() => void retire(retiring.id)}
          onClose={() => {
            clearRefusal();
            setRetiring(null);
          }}
          isAlert
        >
          {null}
        </FormDialog>
      )}
    </Page>
  );
}

interface RowProps {
  readonly template: Template;
  readonly onChange: () => void;
  readonly onShow: () => void;
  readonly onRetire: () => void;
}

function Row({ template, onChange, onShow, onRetire }: RowProps) {
  const { comma } = useFormats();
  const titleOf = useTitle();
  const { templates: labels, timeline } = useDeskTexts();
  return (
    <li>
      <h2 className="row-title">
        {`${titleOf(template)}${comma}${timeline.version(String(template.version))}`}
      </h2>
      <Status of={template.isActive ? "ACTIVE" : "INACTIVE"}>
        {template.isActive ? labels.active : labels.retired}
      </Status>
      <div className="actions">
        {template.isActive && <Button onPress={onChange}>{labels.change}</Button>}
        <Button onPress={onShow}>{labels.show}</Button>
        <Button onPress={() => savePage(template)}>{labels.download}</Button>
        {template.isActive && (
          <Button variant="danger" onPress={onRetire}>
            {labels.retire}
          </Button>
        )}
      </div>
      <p className="faint">
        {labels.loaded} <Moment at={template.insertedAt} />.{" "}
        {[...new Set(template.fonts.map(({ family }) => family))].join(" · ")}{" "}
        <TrailLink row={template.databaseId} />
      </p>
    </li>
  );
}

const TEMPLATES = graphql`
  query templatesPageQuery {
    certificateTemplateVersions {
      id
      databaseId
      name
      kind
      language
      version
      svg
      isActive
      insertedAt
      fonts {
        family
        url
      }
    }
  }
`;
const RETIRE = graphql`
  mutation templatesPageRetireMutation($input: CertificateTemplateIdInput!) {
    retireCertificateTemplate(input: $input) {
      certificateTemplate {
        id
        isActive
      }
    }
  }
`;
