/** The dialog that syncs an organisation with its source. */
import { useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type {
  SyncMode,
  syncOrganisationMutation,
} from "../__generated__/syncOrganisationMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { useApiMutation } from "../api/queries";
import { Select, TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { runPath } from "../runs/run-path";
import { useSourcesTexts } from "../texts/sources-texts";

interface SyncOrganisationProps {
  readonly link: {
    readonly id: string;
    readonly watermark: string | null | undefined;
    readonly source: { readonly name: string; readonly access: readonly string[] };
  };
  readonly name: string;
  readonly onClose: () => void;
}

/** Ask how much is read and, where the source wants it, with which token; show the run that syncs. */
export function SyncOrganisation({ link, name, onClose }: SyncOrganisationProps) {
  const labels = useSourcesTexts();
  const [, navigate] = useLocation();
  const [mode, setMode] = useState<SyncMode>("FULL");
  const [token, setToken] = useState("");
  const [key] = useState(newIdempotencyKey);
  const { perform, isPending, refusal } = useApiMutation<syncOrganisationMutation>(SYNC);
  const { access } = link.source;
  const takesToken = access.includes("CALLER_TOKEN") || access.includes("AUTHORIZATION_CODE");
  const needsToken = takesToken && !access.includes("CLIENT_CREDENTIALS");
  async function sync() {
    const sourceToken = token.trim() === "" ? null : token.trim();
    const input = { idempotencyKey: `${key}-${mode}`, sourceLinkId: link.id, mode, sourceToken };
    const begun = (await perform({ input }))?.syncOrganisation;
    if (begun == null) return;
    leaveFreely();
    onClose();
    navigate(runPath(begun.run.id));
  }
  return (
    <FormDialog
      title={labels.syncTitle(name)}
      explanation={labels.syncExplanation}
      submitLabel={labels.sync}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void sync()}
      onClose={onClose}
    >
      {link.watermark != null && (
        <Select
          label={labels.mode}
          value={mode}
          onChange={setMode}
          options={labels.modes}
          path="mode"
        />
      )}
      {takesToken && (
        <TextField
          type="password"
          label={labels.token(link.source.name)}
          hint={labels.tokenHint}
          value={token}
          onChange={setToken}
          path="sourceToken"
          isRequired={needsToken}
        />
      )}
    </FormDialog>
  );
}

const SYNC = graphql`
  mutation syncOrganisationMutation($input: SyncOrganisationInput!) {
    syncOrganisation(input: $input) {
      run {
        id
      }
    }
  }
`;
