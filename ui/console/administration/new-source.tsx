/** The dialog that makes a source. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { newSourceMutation, SourceProtocol } from "../__generated__/newSourceMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Select } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useSourcesTexts } from "../texts/sources-texts";
import { protocols } from "./protocols";
import { accessOf, clientOf, NOTHING, SourceFields, syncRolesOf } from "./source-fields";

interface NewSourceProps {
  readonly connection: string;
  readonly onClose: () => void;
}

/** Ask where it is and how it is read; of a client of the registry's own too, where one is needed. */
export function NewSource({ connection, onClose }: NewSourceProps) {
  const labels = useSourcesTexts();
  const [protocol, setProtocol] = useState<SourceProtocol>("JSON_API");
  const [terms, setTerms] = useState(NOTHING);
  const { perform, isPending, refusal } = useApiMutation<newSourceMutation>(CREATE);
  async function create() {
    const { name, baseUrl } = terms;
    const syncRoles = protocol === "JSON_API" ? syncRolesOf(terms) : [];
    const how = { protocol, access: accessOf(terms), syncRoles, ...clientOf(terms) };
    const input = { name, baseUrl, ...how };
    if ((await perform({ input, connections: [connection] })) !== null) onClose();
  }
  return (
    <FormDialog
      title={labels.add}
      submitLabel={labels.add}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      <SourceFields terms={terms} onChange={setTerms} protocol={protocol}>
        <Select
          label={labels.protocol}
          value={protocol}
          onChange={setProtocol}
          path="protocol"
          options={protocols}
        />
      </SourceFields>
    </FormDialog>
  );
}

const CREATE = graphql`
  mutation newSourceMutation($input: CreateSourceInput!, $connections: [ID!]!) {
    createSource(input: $input) {
      source @appendNode(connections: $connections, edgeTypeName: "SourceEdge") {
        id
        ...sourceRow_source
      }
    }
  }
`;
