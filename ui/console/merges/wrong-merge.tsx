/** Says who takes a wrong merge back: a way there for those who may, and how a reviewer asks them (rules H15 and H27). */
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { Button } from "../components/button";
import { QueryBoundary } from "../components/query-boundary";
import { useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";

/** Few merges are wrong: the others do not load it. */
const AskToTakeBack = lazy(() => import("./ask-to-take-back"));

interface WrongMergeProps {
  /** One of the records of the merge, where there is one merge alone. */
  readonly of?: { readonly id: string };
  /** The viewer's own request for the pair, where they stand before it, and whether they may ask now. */
  readonly request?: { readonly id: string; readonly canRequestUnmerge: boolean };
}

/** Show it. */
export function WrongMerge(props: WrongMergeProps) {
  return (
    <Suspense>
      <WhoTakesBack {...props} />
    </Suspense>
  );
}

function WhoTakesBack({ of, request }: WrongMergeProps) {
  const { wrong } = useMergesTexts();
  const mayUndo = useMayUndo();
  const isReviewer = useViewer().roles.includes("NHS_REVIEWER");
  const [isAsking, setIsAsking] = useState(false);
  const only = of === undefined ? "" : `?person=${encodeURIComponent(of.id)}`;
  return (
    <div className="wrong-merge">
      <p>
        {wrong.twoPeople}{" "}
        {mayUndo ? (
          <Link href={`/merges${only}`}>{wrong.find}</Link>
        ) : (
          request === undefined && (isReviewer ? wrong.openPair : wrong.ask)
        )}
      </p>
      {request?.canRequestUnmerge && (
        <Button onPress={() => setIsAsking(true)}>{wrong.write}</Button>
      )}
      {isAsking && request !== undefined && (
        <QueryBoundary>
          <AskToTakeBack request={request.id} onClose={() => setIsAsking(false)} />
        </QueryBoundary>
      )}
    </div>
  );
}

/** Return whether the viewer sees merges and takes them back. */
export function useMayUndo(): boolean {
  const { roles } = useViewer();
  return roles.includes("ADMIN") || roles.includes("SENIOR_REVIEWER");
}
