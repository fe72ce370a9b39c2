/** The dialog that lets a sync go on that stopped: it reads its source anew, with a token where that is wanted. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { resumeSyncMutation } from "../__generated__/resumeSyncMutation.graphql";
import { useApiMutation } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useRunsTexts } from "../texts/runs-texts";
import { useSourcesTexts } from "../texts/sources-texts";

interface ResumeSyncProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** Ask for the token; without one the registry's own credentials are used, where it has some. */
export function ResumeSync({ id, onClose }: ResumeSyncProps) {
  const labels = useSourcesTexts();
  const acts = useRunsTexts();
  const [token, setToken] = useState("");
  const { perform, isPending, refusal } = useApiMutation<resumeSyncMutation>(RESUME);
  async function resume() {
    const sourceToken = token.trim() === "" ? null : token.trim();
    if ((await perform({ input: { id, sourceToken } }))?.resumeRun == null) return;
    onClose();
  }
  return (
    <FormDialog
      title={labels.resumeTitle}
      explanation={labels.resumeExplanation}
      submitLabel={acts.resume}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void resume()}
      onClose={onClose}
    >
      <TextField
        type="password"
        label={labels.anyToken}
        hint={labels.tokenHint}
        value={token}
        onChange={setToken}
        path="sourceToken"
        autoFocus
      />
    </FormDialog>
  );
}

const RESUME = graphql`
  mutation resumeSyncMutation($input: RunIdInput!) {
    resumeRun(input: $input) {
      run {
        id
        status
        lastError
        finishedAt
      }
    }
  }
`;
