/** Says who takes a wrong merge back: a way there for those who may, whom to ask and with what for all others (rule H15). */
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { Button } from "../components/button";
import { QueryBoundary } from "../components/query-boundary";
import { fullName } from "../persons/names";
import { useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";

/** Few merges are wrong: the others do not load it. */
const AskToTakeBack = lazy(() => import("./ask-to-take-back"));

type Person = Parameters<typeof fullName>[0] & { readonly id: string };

interface WrongMergeProps {
  /** The records of the merge, or one of them, where there is one merge alone. */
  readonly of?: readonly Person[];
  /** Whether it stands above a list of merged pairs, which have the message. */
  readonly isOfList?: boolean;
}

/** Show it. */
export function WrongMerge(props: WrongMergeProps) {
  return (
    <Suspense>
      <WhoTakesBack {...props} />
    </Suspense>
  );
}

function WhoTakesBack({ of = [], isOfList = false }: WrongMergeProps) {
  const { wrong } = useMergesTexts();
  const mayUndo = useMayUndo();
  const isReviewer = useViewer().roles.includes("NHS_REVIEWER");
  const [isAsking, setIsAsking] = useState(false);
  const [first] = of;
  const only = first === undefined ? "" : `?person=${encodeURIComponent(first.id)}`;
  if (mayUndo) {
    return (
      <p className="wrong-merge">
        {wrong.twoPeople} <Link href={`/merges${only}`}>{wrong.find}</Link>
      </p>
    );
  }
  return (
    <div className="wrong-merge">
      <p>
        {wrong.twoPeople} {wrong.ask} {isOfList && wrong.openPair}
      </p>
      {first !== undefined && isReviewer && (
        <Button onPress={() => setIsAsking(true)}>{wrong.write}</Button>
      )}
      {isAsking && first !== undefined && (
        <QueryBoundary>
          <AskToTakeBack
            person={first.id}
            names={of.map(fullName)}
            onClose={() => setIsAsking(false)}
          />
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
