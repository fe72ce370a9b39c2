/** Which pair of a reviewer's own waits longest and since when; apart, how many wait for whoever asks next. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { waitingPairs_own$key } from "../__generated__/waitingPairs_own.graphql";
import type { waitingPairs_queue$key } from "../__generated__/waitingPairs_queue.graphql";
import { nodesOf } from "../api/connections";
import { PersonName } from "../components/moment";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats, useTexts } from "../texts/texts";
import { NEXT_PAIR } from "./next-pair";

const DAY_MS = 24 * 60 * 60 * 1000;

interface WaitingPairsProps {
  readonly own: waitingPairs_own$key;
  readonly queue: waitingPairs_queue$key;
}

/** Show both. */
export function WaitingPairs({ own, queue }: WaitingPairsProps) {
  return (
    <>
      <OwnPairs own={own} />
      <OtherPairs queue={queue} />
    </>
  );
}

/** Of the pairs that the reviewer has, the one that was found first, whether open or put off. */
function OwnPairs({ own: key }: Pick<WaitingPairsProps, "own">) {
  const { queue: words } = useJudgingTexts();
  const { review, requests: list } = useTexts();
  const { day } = useFormats();
  const requests = nodesOf(useFragment(OWN, key).edges);
  const [longest] = requests.toSorted((one, other) => foundAt(one) - foundAt(other));
  if (longest === undefined) {
    return (
      <p>
        {words.noneOfYours} <Link href={`/review${NEXT_PAIR}`}>{review.next}</Link>
      </p>
    );
  }
  const { insertedAt, mergeCandidate } = longest.manualMergeCandidate;
  const { person, masterPerson } = mergeCandidate;
  return (
    <p>
      {words.longest(requests.length)}{" "}
      <Link href={`/requests/${encodeURIComponent(longest.id)}`}>
        <PersonName of={person} /> · <PersonName of={masterPerson} />
      </Link>{" "}
      <strong>{words.since(day(insertedAt), daysSince(insertedAt))}</strong>{" "}
      {requests.length > 1 && <Link href="/requests">{list.title}</Link>}
    </p>
  );
}

/** What the reviewer was never given, and could be. */
function OtherPairs({ queue: key }: Pick<WaitingPairsProps, "queue">) {
  const { queue: words } = useJudgingTexts();
  const { day } = useFormats();
  const { waiting, oldestWaitingAt } = useFragment(QUEUE, key);
  if (waiting === 0 || oldestWaitingAt == null) return <p className="faint">{words.nothing}</p>;
  return (
    <p className="faint">
      {words.waiting(waiting)} {words.oldest(day(oldestWaitingAt), daysSince(oldestWaitingAt))}
    </p>
  );
}

function foundAt(request: { readonly manualMergeCandidate: { readonly insertedAt: string } }) {
  return Date.parse(request.manualMergeCandidate.insertedAt);
}

function daysSince(moment: string): number {
  return Math.floor((Date.now() - Date.parse(moment)) / DAY_MS);
}

const OWN = graphql`
  fragment waitingPairs_own on MergeRequestConnection {
    edges {
      node {
        id
        manualMergeCandidate {
          insertedAt
          mergeCandidate {
            person {
              firstName
              lastName
            }
            masterPerson {
              firstName
              lastName
            }
          }
        }
      }
    }
  }
`;
const QUEUE = graphql`
  fragment waitingPairs_queue on ReviewQueue {
    waiting
    oldestWaitingAt
  }
`;
