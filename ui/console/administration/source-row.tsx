/** One source of the list: how it is asked and read, what is linked with it, and whether it is retired. */
import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { sourceRow_source$key } from "../__generated__/sourceRow_source.graphql";
import type { sourceRowRetireMutation } from "../__generated__/sourceRowRetireMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { Moment } from "../components/moment";
import { RefusalNotice } from "../components/notice";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { useSourcesTexts } from "../texts/sources-texts";
import { useFormats } from "../texts/texts";
import { EditSource } from "./edit-source";
import { protocols } from "./protocols";
import { SourceLinks } from "./source-links";
import { SourceSyncs } from "./source-syncs";

interface SourceRowProps {
  readonly source: sourceRow_source$key;
  /** Whether the viewer may change and retire it. */
  readonly changes: boolean;
}

/** Show the source and the actions on it. */
export function SourceRow({ source: key, changes }: SourceRowProps) {
  const labels = useSourcesTexts();
  const formats = useFormats();
  const source = useFragment(SOURCE, key);
  const [dialog, setDialog] = useState<"edit" | "retire" | null>(null);
  const retire = useSaidMutation<sourceRowRetireMutation>(RETIRE, "source.retired");
  const named = <span className="visually-hidden"> {source.name}</span>;
  return (
    <li>
      <h2 className="row-title">
        <bdi>{source.name}</bdi>
      </h2>
      <span className="badge">{protocols[source.protocol]}</span>
      {source.retiredAt == null ? (
        <span className="faint">
          {labels.addedOn} <Moment at={source.insertedAt} />
        </span>
      ) : (
        <>
          <Status of="RETIRED">{labels.retired}</Status>
          <Moment at={source.retiredAt} />
        </>
      )}
      <TrailLink row={source.databaseId} />
      {changes && source.retiredAt == null && (
        <>
          <Button onPress={() => setDialog("edit")}>
            {labels.change}
            {named}
          </Button>
          <Button variant="danger" onPress={() => setDialog("retire")}>
            {labels.retire}
            {named}
          </Button>
        </>
      )}
      <p>
        <bdi dir="ltr">{source.baseUrl}</bdi>
      </p>
      <p className="faint">{formats.list(source.access.map((it) => labels.accesses[it]))}</p>
      {source.syncRoles.length > 0 && (
        <p className="faint">
          {labels.syncRoles}: <bdi>{formats.list(source.syncRoles)}</bdi>
        </p>
      )}
      <SourceSyncs of={source} />
      <SourceLinks id={source.id} name={source.name} isRetired={source.retiredAt != null} />
      <RefusalNotice refusal={retire.refusal} />
      {dialog === "edit" && <EditSource source={source} onClose={() => setDialog(null)} />}
      {dialog === "retire" && (
        <ConfirmDialog
          title={labels.retireTitle(source.name)}
          explanation={labels.retireExplanation}
          confirmLabel={labels.retire}
          onConfirm={() => {
            setDialog(null);
            void retire.perform({ input: { id: source.id } });
          }}
          onCancel={() => setDialog(null)}
          isRisky
        />
      )}
    </li>
  );
}

const SOURCE = graphql`
  fragment sourceRow_source on Source {
    id
    databaseId
    name
    protocol
    baseUrl
    access
    syncRoles
    retiredAt
    insertedAt
    ...sourceSyncs_source
  }
`;
const RETIRE = graphql`
  mutation sourceRowRetireMutation($input: SourceIdInput!) {
    retireSource(input: $input) {
      source {
        ...sourceRow_source
      }
    }
  }
`;
