/** The dialog that syncs an organisation with its source. */
import { useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type {
  SyncMode,
  syncOrganisationMutation,
} from "../__generated__/syncOrganisationMutation.graphql";
import { useAttempt } from "../api/attempt";
import { newIdempotencyKey } from "../api/idempotency";
import { useApiMutation } from "../api/queries";
import { Select, TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { runPath } from "../runs/run-path";
import { useSourcesTexts } from "../texts/sources-texts";
import { leaveForSource } from "./sign-in-at-source";

/** How the source is read: with what somebody signs in for, or with a token or the registry's own. */
type Way = "SIGN_IN" | "OTHER";

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
export default function SyncOrganisation({ link, name, onClose }: SyncOrganisationProps) {
  const labels = useSourcesTexts();
  const [, navigate] = useLocation();
  const [mode, setMode] = useState<SyncMode>("FULL");
  const [token, setToken] = useState("");
  const [key] = useState(newIdempotencyKey);
  const { perform, isPending, refusal } = useApiMutation<syncOrganisationMutation>(SYNC);
  const { access } = link.source;
  const mayLeave = access.includes("AUTHORIZATION_CODE");
  const [way, setWay] = useState<Way>(mayLeave ? "SIGN_IN" : "OTHER");
  const leaving = useAttempt();
  const takesToken = way === "OTHER" && access.includes("CALLER_TOKEN");
  const needsToken = takesToken && !access.includes("CLIENT_CREDENTIALS");
  async function sync() {
    if (way === "SIGN_IN") {
      leaveFreely();
      return leaving.attempt(() => leaveForSource({ sourceLinkId: link.id, mode }));
    }
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
      submitLabel={way === "SIGN_IN" ? labels.signIn : labels.sync}
      isPending={isPending || leaving.isPending}
      refusal={way === "SIGN_IN" ? leaving.refusal : refusal}
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
      {mayLeave && access.length > 1 && (
        <Select
          label={labels.way}
          value={way}
          onChange={setWay}
          options={{ SIGN_IN: labels.signInWay, OTHER: labels.otherWay }}
        />
      )}
      {way === "SIGN_IN" && <p>{labels.signInExplanation}</p>}
      {takesToken && (
        <TextField
          type="password"
          label={labels.token(link.source.name)}
          hint={labels.tokenHint}
          value={token}
          onChange={setToken}
          path="sourceToken"
          isRequired={needsToken}
          autoFocus={!mayLeave}
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
