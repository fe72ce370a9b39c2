/** The page of one run: how far it has come, and what may be done with it. */
import "../styles/runs.css";
import { useState } from "react";
import { graphql } from "react-relay";
import { useParams } from "wouter";
import type { runPageApproveMutation } from "../__generated__/runPageApproveMutation.graphql";
import type { runPageCancelMutation } from "../__generated__/runPageCancelMutation.graphql";
import type { runPageQuery, runPageQuery$data } from "../__generated__/runPageQuery.graphql";
import type { runPageResumeMutation } from "../__generated__/runPageResumeMutation.graphql";
import { useLiveQuery } from "../api/live";
import { useApiMutation, usePageQuery } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { LinkButton } from "../components/link-button";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { OrganisationLink, OrganisationName } from "../organisations/organisation-name";
import { usePowers } from "../organisations/powers";
import { useViewer, useViewerAnew } from "../shell/viewer";
import { useRunsTexts } from "../texts/runs-texts";
import { useFormats, useTexts } from "../texts/texts";
import { LastAttempt } from "./last-attempt";
import { ResumeSync } from "./resume-sync";
import { RunCounts } from "./run-counts";
import { RunMoments } from "./run-moments";
import { Steps } from "./steps";
import { heldText, whyText } from "./why";

type Run = NonNullable<runPageQuery$data["run"]>;

const UNDER_WAY: readonly string[] = ["ENQUEUED", "RUNNING", "HELD"];
/** The last step alone of a sync puts something on record (rule S7). */
const CAME_TO_NOTHING: readonly string[] = ["FAILED", "CANCELLED"];

/** Show the run, or say that there is none; what becomes of it is seen within seconds. */
export default function RunPage() {
  const texts = useTexts();
  const labels = useRunsTexts();
  const { id = "" } = useParams<{ id: string }>();
  const variables = { id: decodeURIComponent(id) };
  const { run } = usePageQuery<runPageQuery>(RUN, variables);
  useLiveQuery<runPageQuery>(RUN, variables, { isAsked: run != null });
  if (run == null) {
    return (
      <Page
        title={labels.title}
        actions={<LinkButton to="/organisations">{texts.menu.organisations}</LinkButton>}
      >
        <Notice kind="note">
          <p>{texts.errors.messages["Run not found"]}</p>
        </Notice>
      </Page>
    );
  }
  return <OneRun run={run} />;
}

function OneRun({ run }: { run: Run }) {
  const labels = useRunsTexts();
  const { keeps, isOwn } = useStanding(run);
  // With its last step, a first sync makes a steward of whoever asked for it (rule S4).
  useViewerAnew(run.kind === "SYNC" && run.status === "SUCCEEDED" && isOwn && !keeps);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return (
    <Page title={titleOf(run, labels)} actions={<Acts run={run} onRefused={setRefusal} />}>
      <p className="filters" role="status">
        <Status of={run.status}>{labels.statuses[run.status]}</Status>
        <Steps of={run} />
        <TrailLink row={run.databaseId} />
      </p>
      <Why run={run} />
      {run.kind === "SYNC" && CAME_TO_NOTHING.includes(run.status) && <p>{labels.unchanged}</p>}
      {UNDER_WAY.includes(run.status) && <LastAttempt of={run} />}
      <RefusalNotice refusal={refusal} />
      <section className="sheet">
        <p>
          {labels.of}:{" "}
          {keeps || !isOwn ? (
            <OrganisationLink of={run.organisation} />
          ) : (
            <OrganisationName of={run.organisation} />
          )}
        </p>
        {run.target != null && (
          <p>
            {labels.target}: <OrganisationLink of={run.target} />
          </p>
        )}
        <RunMoments run={run} />
        <RunCounts of={run} />
      </section>
    </Page>
  );
}

/** What the viewer has to do with it: they look after its organisation, or asked for it. */
function useStanding(run: Run) {
  const { id } = useViewer();
  const { keeps } = usePowers(run.organisation);
  return { keeps, isOwn: run.requestedBy?.id === id };
}

function Why({ run }: { run: Run }) {
  const texts = useTexts();
  const labels = useRunsTexts();
  const { number } = useFormats();
  const { status, lastError } = run;
  const stopped = lastError == null ? null : whyText(lastError, texts, labels);
  const why = status === "HELD" ? heldText(run, labels, number) : stopped;
  if (why === null) return null;
  return (
    <Notice kind={run.status === "FAILED" ? "error" : "note"}>
      <p>
        {run.status === "HELD" && `${labels.held} `}
        {run.status === "FAILED" && `${labels.stopped} `}
        <bdi>{why}</bdi>
      </p>
    </Notice>
  );
}

/** Name the source of a sync, where it has one still. */
function titleOf({ kind, sourceName }: Run, labels: ReturnType<typeof useRunsTexts>): string {
  return sourceName == null ? labels.kinds[kind] : labels.syncWith(sourceName);
}

interface ActsProps {
  readonly run: Run;
  /** Called with why the last act was refused; null while that is not known, or it was not. */
  readonly onRefused: (refusal: Refusal | null) => void;
}

/** The buttons that fit how it stands, for whoever looks after its organisation, or asked for it. */
function Acts({ run, onRefused }: ActsProps) {
  const labels = useRunsTexts();
  const { keeps, isOwn } = useStanding(run);
  const [isCancelling, setIsCancelling] = useState(false);
  const [isResuming, setIsResuming] = useState(false);
  const refused = (refusal: Refusal) => {
    onRefused(refusal);
    return true;
  };
  const approve = useApiMutation<runPageApproveMutation>(APPROVE, refused);
  const resume = useApiMutation<runPageResumeMutation>(RESUME, refused);
  const cancel = useApiMutation<runPageCancelMutation>(CANCEL, refused);
  if (!keeps && !isOwn) return null;
  const isPending = approve.isPending || resume.isPending || cancel.isPending;
  const perform = (act: typeof approve | typeof resume | typeof cancel) => {
    onRefused(null);
    void act.perform({ input: { id: run.id } });
  };
  return (
    <>
      {run.status === "HELD" && keeps && (
        <Button variant="primary" isDisabled={isPending} onPress={() => perform(approve)}>
          {labels.approve}
        </Button>
      )}
      {run.status === "FAILED" && (
        <Button
          variant="primary"
          isDisabled={isPending}
          onPress={() => (run.kind === "SYNC" ? setIsResuming(true) : perform(resume))}
        >
          {run.kind === "SYNC" ? labels.beginAgain : labels.resume}
        </Button>
      )}
      {UNDER_WAY.includes(run.status) && (
        <Button variant="danger" isDisabled={isPending} onPress={() => setIsCancelling(true)}>
          {labels.cancel}
        </Button>
      )}
      {isResuming && <ResumeSync id={run.id} onClose={() => setIsResuming(false)} />}
      {isCancelling && (
        <ConfirmDialog
          title={labels.cancelTitle}
          explanation={labels.cancelExplanation}
          confirmLabel={labels.cancel}
          cancelLabel={labels.keep}
          onConfirm={() => {
            setIsCancelling(false);
            perform(cancel);
          }}
          onCancel={() => setIsCancelling(false)}
          isRisky
        />
      )}
    </>
  );
}

const RUN = graphql`
  query runPageQuery($id: ID!) {
    run(id: $id) {
      id
      databaseId
      kind
      status
      stepsDone
      stepsKnown
      ...why_run @relay(mask: false)
      lastError
      sourceName
      ...lastAttempt_run
      insertedAt
      resumedAt
      resumedByName
      finishedAt
      organisation {
        id
        name
        status
        ancestors {
          id
        }
      }
      target {
        id
        name
      }
      requestedBy {
        id
        displayName
      }
      ...runCounts_run
    }
  }
`;
const APPROVE = graphql`
  mutation runPageApproveMutation($input: RunIdInput!) {
    approveRun(input: $input) {
      run {
        id
        status
        ...why_run @relay(mask: false)
      }
    }
  }
`;
const RESUME = graphql`
  mutation runPageResumeMutation($input: RunIdInput!) {
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
const CANCEL = graphql`
  mutation runPageCancelMutation($input: RunIdInput!) {
    cancelRun(input: $input) {
      run {
        id
        status
        ...why_run @relay(mask: false)
        finishedAt
      }
    }
  }
`;
