/** How many pairs wait for a reviewer, and how long the oldest does. */
import { graphql, useFragment } from "react-relay";
import type { waitingPairs_queue$key } from "../__generated__/waitingPairs_queue.graphql";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats } from "../texts/texts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Show it in a sentence or two. */
export function WaitingPairs({ queue: key }: { queue: waitingPairs_queue$key }) {
  const { queue: words } = useJudgingTexts();
  const { day } = useFormats();
  const { waiting, oldestWaitingAt } = useFragment(QUEUE, key);
  if (waiting === 0 || oldestWaitingAt == null) return <p>{words.nothing}</p>;
  const age = Math.floor((Date.now() - Date.parse(oldestWaitingAt)) / DAY_MS);
  return (
    <p>
      {words.waiting(waiting)} {words.oldest(day(oldestWaitingAt), age)}
    </p>
  );
}

const QUEUE = graphql`
  fragment waitingPairs_queue on ReviewQueue {
    waiting
    oldestWaitingAt
  }
`;
