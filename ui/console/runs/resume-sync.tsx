/** The dialog that lets a sync go on that stopped: it reads its source anew, with a token where that is wanted. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { resumeSyncMutation } from "../__generated__/resumeSyncMutation.graphql";
import type { resumeSyncQuery } from "../__generated__/resumeSyncQuery.graphql";
import { useAttempt } from "../api/attempt";
import { useApiMutation, usePageQuery } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { leaveFreely } from "../components/guarded-history";
import { leaveForSource } from "../organisations/sign-in-at-source";
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
  const { run } = usePageQuery<resumeSyncQuery>(SOURCES, { id });
  const links = run?.organisation.sourceLinks ?? [];
  const its = links.filter(({ lastRun }) => lastRun?.id === id).flatMap((it) => it.source.access);
  const leaving = useAttempt();
  // Whoever has a token after all gives it; else, where people sign in, they do.
  const leaves = its.includes("AUTHORIZATION_CODE") && token.trim() === "";
  function submit() {
    if (!leaves) return void resume();
    leaveFreely();
    void leaving.attempt(() => leaveForSource({ runId: id }));
  }
  async function resume() {
    const sourceToken = token.trim() === "" ? null : token.trim();
    if ((await perform({ input: { id, sourceToken } }))?.resumeRun == null) return;
    onClose();
  }
  return (
    <FormDialog
      title={labels.resumeTitle}
      explanation={labels.resumeExplanation}
      submitLabel={leaves ? labels.signInAgain : acts.beginAgain}
      isPending={isPending || leaving.isPending}
      refusal={leaves ? leaving.refusal : refusal}
      onSubmit={submit}
      onClose={onClose}
    >
      {leaves && <p>{labels.signInExplanation}</p>}
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

const SOURCES = graphql`
  query resumeSyncQuery($id: ID!) {
    run(id: $id) {
      organisation {
        sourceLinks {
          source {
            access
          }
          lastRun {
            id
          }
        }
      }
    }
  }
`;
const RESUME = graphql`
  mutation resumeSyncMutation($input: RunIdInput!) {
    resumeRun(input: $input) {
      run {
        id
        status
        lastError
        resumedAt
        resumedByName
        finishedAt
      }
    }
  }
`;
