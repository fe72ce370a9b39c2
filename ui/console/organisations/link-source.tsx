/** The dialog that links an organisation with a group of a source. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { Environment, linkSourceMutation } from "../__generated__/linkSourceMutation.graphql";
import type { linkSourceQuery } from "../__generated__/linkSourceQuery.graphql";
import { nodesOf } from "../api/connections";
import { useApiMutation, usePageQuery } from "../api/queries";
import { Select, TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useSourcesTexts } from "../texts/sources-texts";

interface LinkSourceProps {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Ask which group of which source it is; which Group is exported only where the source exports. */
export default function LinkSource({ organisation, onClose }: LinkSourceProps) {
  const labels = useSourcesTexts();
  const { sources } = usePageQuery<linkSourceQuery>(SOURCES, {});
  const offered = nodesOf(sources.edges).filter(({ retiredAt }) => retiredAt == null);
  const [sourceId, setSourceId] = useState(offered[0]?.id ?? "");
  const [externalId, setExternalId] = useState("");
  const [environment, setEnvironment] = useState<Environment>("PRODUCTION");
  const [minutes, setMinutes] = useState("");
  const [group, setGroup] = useState("");
  const { perform, isPending, refusal } = useApiMutation<linkSourceMutation>(LINK);
  const exports = offered.find(({ id }) => id === sourceId)?.protocol === "FHIR_R4_BULK";
  async function link() {
    const input = {
      sourceId,
      organisationId: organisation.id,
      externalId,
      environment,
      everyMinutes: minutesOf(minutes),
      exportGroup: exports && group.trim() !== "" ? group.trim() : null,
    };
    if ((await perform({ input }))?.linkSource != null) onClose();
  }
  return (
    <FormDialog
      title={labels.linkTitle(organisation.name)}
      explanation={offered.length === 0 ? labels.noneToLink : labels.linkExplanation}
      submitLabel={labels.link}
      isPending={isPending || offered.length === 0}
      refusal={refusal}
      onSubmit={() => void link()}
      onClose={onClose}
    >
      {offered.length > 0 && (
        <>
          <Select
            label={labels.source}
            value={sourceId}
            onChange={setSourceId}
            path="sourceId"
            options={Object.fromEntries(offered.map(({ id, name }) => [id, name]))}
          />
          <TextField
            label={labels.externalId}
            hint={labels.externalIdHint}
            value={externalId}
            onChange={setExternalId}
            path="externalId"
            isRequired
            autoFocus
          />
          {exports && (
            <TextField
              label={labels.exportGroup}
              hint={labels.exportGroupHint}
              value={group}
              onChange={setGroup}
              path="exportGroup"
            />
          )}
          <Select
            label={labels.environment}
            value={environment}
            onChange={setEnvironment}
            path="environment"
            options={labels.environments}
          />
          <TextField
            label={labels.everyMinutes}
            hint={labels.everyMinutesHint}
            value={minutes}
            onChange={setMinutes}
            path="everyMinutes"
            inputMode="numeric"
          />
        </>
      )}
    </FormDialog>
  );
}

/** What is no whole number is sent as one that is out of range, so that the server says what is. */
function minutesOf(typed: string): number | null {
  if (typed.trim() === "") return null;
  return /^\d{1,9}$/.test(typed.trim()) ? Number(typed.trim()) : 0;
}

const SOURCES = graphql`
  query linkSourceQuery {
    sources(first: 100) {
      edges {
        node {
          id
          name
          protocol
          retiredAt
        }
      }
    }
  }
`;
const LINK = graphql`
  mutation linkSourceMutation($input: LinkSourceInput!) {
    linkSource(input: $input) {
      sourceLink {
        organisation {
          id
          ...organisationSources_organisation
          # The switches of the new link stand on the same page.
          sourceLinks {
            id
            externalId
            environment
            source {
              id
              name
            }
            switches {
              feature
              isOn
            }
          }
        }
      }
    }
  }
`;
