/** When a run was asked for, begun again and over, and by whom. */
import { Moment } from "../components/moment";
import { useRunsTexts } from "../texts/runs-texts";

interface RunMomentsProps {
  readonly run: {
    readonly insertedAt: string;
    readonly requestedBy?: { readonly displayName: string } | null | undefined;
    readonly resumedAt?: string | null | undefined;
    readonly resumedByName?: string | null | undefined;
    readonly finishedAt?: string | null | undefined;
  };
}

/** Show them; a run that was begun again has been over before, which is not known any more. */
export function RunMoments({ run }: RunMomentsProps) {
  const labels = useRunsTexts();
  return (
    <>
      <p>
        {labels.askedAt} <Moment at={run.insertedAt} />
        {run.requestedBy != null && (
          <>
            {" · "}
            {labels.askedBy} <bdi>{run.requestedBy.displayName}</bdi>
          </>
        )}
      </p>
      {run.resumedAt != null && (
        <p>
          {labels.resumedAt} <Moment at={run.resumedAt} />
          {run.resumedByName != null && (
            <>
              {" "}
              {labels.resumedBy} <bdi>{run.resumedByName}</bdi>
            </>
          )}
        </p>
      )}
      {run.finishedAt != null && (
        <p>
          {labels.finishedAt} <Moment at={run.finishedAt} />
        </p>
      )}
    </>
  );
}
