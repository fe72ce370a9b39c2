/** The dialog that changes a source. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { editSourceMutation } from "../__generated__/editSourceMutation.graphql";
import type { sourceRow_source$data } from "../__generated__/sourceRow_source.graphql";
import { useSaidMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { useSourcesTexts } from "../texts/sources-texts";
import {
  accessOf,
  clientOf,
  NOTHING,
  SourceFields,
  type SourceTerms,
  syncRolesOf,
} from "./source-fields";

interface EditSourceProps {
  readonly source: sourceRow_source$data;
  readonly onClose: () => void;
}

/** Ask for what shall be otherwise: only that is sent, so that what another changed meanwhile stays. */
export function EditSource({ source, onClose }: EditSourceProps) {
  const labels = useSourcesTexts();
  const [former] = useState<SourceTerms>(() => ({
    ...NOTHING,
    name: source.name,
    baseUrl: source.baseUrl,
    access: new Set(source.access),
    syncRoles: source.syncRoles.join("\n"),
  }));
  const [terms, setTerms] = useState(former);
  const { perform, isPending, refusal } = useSaidMutation<editSourceMutation>(
    UPDATE,
    "source.changed",
  );
  async function save() {
    const changed = <Value,>(of: (terms: SourceTerms) => Value) =>
      String(of(terms)) === String(of(former)) ? null : of(terms);
    const input = {
      id: source.id,
      name: changed(({ name }) => name),
      baseUrl: changed(({ baseUrl }) => baseUrl),
      access: changed(accessOf),
      syncRoles: changed(syncRolesOf),
      ...clientOf(terms),
    };
    if ((await perform({ input })) !== null) onClose();
  }
  return (
    <FormDialog
      title={labels.changeTitle}
      submitLabel={labels.save}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <SourceFields terms={terms} onChange={setTerms} protocol={source.protocol} isKnown />
    </FormDialog>
  );
}

const UPDATE = graphql`
  mutation editSourceMutation($input: UpdateSourceInput!) {
    updateSource(input: $input) {
      source {
        ...sourceRow_source
      }
    }
  }
`;
