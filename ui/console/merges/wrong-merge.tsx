/** Says who takes a wrong merge back: a way there for those who may, whom to ask for all others (rule H15). */
import { Suspense } from "react";
import { Link } from "wouter";
import { useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";

/** Show it; `person` is one of the records of the merge, where there is one alone. */
export function WrongMerge({ person }: { person?: string }) {
  return (
    <Suspense>
      <WhoTakesBack person={person} />
    </Suspense>
  );
}

function WhoTakesBack({ person }: { person: string | undefined }) {
  const { wrong } = useMergesTexts();
  const mayUndo = useMayUndo();
  const of = person === undefined ? "" : `?person=${encodeURIComponent(person)}`;
  return (
    <p className="wrong-merge">
      {wrong.twoPeople} {mayUndo ? <Link href={`/merges${of}`}>{wrong.find}</Link> : wrong.ask}
    </p>
  );
}

/** Return whether the viewer sees merges and takes them back. */
export function useMayUndo(): boolean {
  const { roles } = useViewer();
  return roles.includes("ADMIN") || roles.includes("SENIOR_REVIEWER");
}
