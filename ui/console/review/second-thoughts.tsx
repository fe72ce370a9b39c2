/** What was decided last, beside the next pair: for ten seconds it can be taken back from here. */
import { type ReactNode, useEffect, useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { secondThoughts_request$key } from "../__generated__/secondThoughts_request.graphql";
import { useJudgingTexts } from "../texts/judging-texts";
import { canBeTakenBack, TakeBack } from "./take-back";

const SHOWN_MS = 10_000;

/** Show what takes the decision back; it stays while somebody is about to press it. */
export default function SecondThoughts({
  request: key,
  onTakenBack,
}: {
  request: secondThoughts_request$key;
  onTakenBack: () => void;
}) {
  const texts = useJudgingTexts();
  const request = useFragment(
    graphql`
      fragment secondThoughts_request on MergeRequest {
        id
        status
        supersededAt
        manualMergeCandidate {
          status
        }
        ...takeBack_request
      }
    `,
    key,
  );
  const [isTakenBack, setIsTakenBack] = useState(false);
  if (request.status === "POSTPONE") {
    return (
      <p role={isTakenBack ? "status" : undefined}>
        {isTakenBack && texts.takenBack}{" "}
        <Link href={`/requests/${encodeURIComponent(request.id)}`}>{texts.decideAgain}</Link>
      </p>
    );
  }
  function seeTakenBack() {
    setIsTakenBack(true);
    onTakenBack();
  }
  return (
    <ForAWhile
      afterwards={
        <Link href={`/requests/${encodeURIComponent(request.id)}`}>
          {canBeTakenBack(request) ? texts.takeBackThere : texts.seePair}
        </Link>
      }
    >
      <TakeBack request={request} onTakenBack={seeTakenBack} />
    </ForAWhile>
  );
}

interface ForAWhileProps {
  /** What stands in the same place then, so that nothing moves. */
  readonly afterwards: ReactNode;
  readonly children: ReactNode;
}

/** Show something for ten seconds, and for as long as the pointer or the focus is in it. */
function ForAWhile({ afterwards, children }: ForAWhileProps) {
  const [isOver, setIsOver] = useState(false);
  const [isUsed, setIsUsed] = useState(false);
  useEffect(() => {
    if (isUsed) return;
    const timer = setTimeout(() => setIsOver(true), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isUsed]);
  if (isOver) return <div className="for-a-while">{afterwards}</div>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes where the pointer is.
    <div
      className="for-a-while"
      onPointerEnter={() => setIsUsed(true)}
      onPointerLeave={() => setIsUsed(false)}
      onFocus={() => setIsUsed(true)}
      onBlur={() => setIsUsed(false)}
    >
      {children}
    </div>
  );
}
