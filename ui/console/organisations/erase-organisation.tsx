/** The dialog that erases an organisation: first what goes with it, then its name, typed, and a reason. */
import { type ReactNode, useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type { eraseOrganisationMutation } from "../__generated__/eraseOrganisationMutation.graphql";
import type { eraseOrganisationPreviewQuery } from "../__generated__/eraseOrganisationPreviewQuery.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { useApiMutation, usePageQuery } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { Notice } from "../components/notice";
import { QueryBoundary } from "../components/query-boundary";
import { runPath } from "../runs/run-path";
import { useRunsTexts } from "../texts/runs-texts";
import { useFormats, useTexts } from "../texts/texts";

interface EraseOrganisationProps {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Show what goes, ask for its name, and show the run that erases it. */
export function EraseOrganisation({ organisation, onClose }: EraseOrganisationProps) {
  const labels = useRunsTexts();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const [key, setKey] = useState(newIdempotencyKey);
  const { perform, isPending, refusal } = useApiMutation<eraseOrganisationMutation>(ERASE);
  async function erase() {
    const input = { idempotencyKey: key, organisationId: organisation.id, name, reason };
    const begun = (await perform({ input }))?.eraseOrganisation;
    if (begun == null) return;
    leaveFreely();
    onClose();
    navigate(runPath(begun.run.id));
  }
  const typed = (keep: (value: string) => void) => (value: string) => {
    keep(value);
    setKey(newIdempotencyKey());
  };
  return (
    <FormDialog
      title={labels.eraseTitle(organisation.name)}
      explanation={labels.eraseExplanation}
      submitLabel={labels.erase}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void erase()}
      onClose={onClose}
    >
      <QueryBoundary>
        <Preview id={organisation.id}>
          <TextField
            label={labels.typeName}
            hint={labels.typeNameHint(organisation.name)}
            value={name}
            onChange={typed(setName)}
            path="name"
            isRequired
          />
          <TextField
            label={labels.reason}
            hint={labels.reasonHint}
            value={reason}
            onChange={typed(setReason)}
            path="reason"
            maxLength={500}
            isRequired
          />
        </Preview>
      </QueryBoundary>
    </FormDialog>
  );
}

/** What would go now, as the server counts it; what is typed comes after that. */
function Preview({ id, children }: { id: string; children: ReactNode }) {
  const texts = useTexts();
  const labels = useRunsTexts();
  const formats = useFormats();
  const { erasurePreview } = usePageQuery<eraseOrganisationPreviewQuery>(PREVIEW, { id });
  if (erasurePreview == null) {
    return (
      <Notice kind="note">
        <p>{texts.errors.notFound}</p>
      </Notice>
    );
  }
  const nouns: Readonly<Record<string, string>> = labels.nouns;
  const rows: readonly (readonly [string, number])[] = [
    ...erasurePreview.counts.map(({ noun, rows }) => [nouns[noun] ?? noun, rows] as const),
    [labels.personsErased, erasurePreview.personsErased],
    [labels.personsKept, erasurePreview.personsKept],
  ];
  return (
    <>
      <table>
        <caption>{labels.whatGoes}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.noun}</th>
            <th scope="col" className="number">
              {labels.rows}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([noun, count]) => (
            <tr key={noun}>
              <th scope="row">{noun}</th>
              <td className="number">{formats.number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </>
  );
}

const PREVIEW = graphql`
  query eraseOrganisationPreviewQuery($id: ID!) {
    erasurePreview(organisationId: $id) {
      counts {
        noun
        rows
      }
      personsKept
      personsErased
    }
  }
`;
const ERASE = graphql`
  mutation eraseOrganisationMutation($input: EraseOrganisationInput!) {
    eraseOrganisation(input: $input) {
      run {
        id
      }
    }
  }
`;
