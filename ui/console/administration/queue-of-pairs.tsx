/** The pairs that wait now, by what each waits for: a reviewer, which one, or somebody who may review it at all. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { queueOfPairs_figures$key } from "../__generated__/queueOfPairs_figures.graphql";
import { Moment } from "../components/moment";
import { useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";
import { FigureTable } from "./figure-table";
import { NONE } from "./shares";

/** From which share on those that wait for a first reviewer are nearly all. */
const NEARLY_ALL = 0.9;

/** Show how many there are of each, and where they or who could review them are listed. */
export function QueueOfPairs(props: { readonly figures: queueOfPairs_figures$key }) {
  const texts = useTexts();
  const { statistics: labels } = useMergesTexts();
  const formats = useFormats();
  const isSenior = useViewer().roles.includes("SENIOR_REVIEWER");
  const { oldestWaitingAt, ...figures } = useFragment(FIGURES, props.figures);
  const waitFor = (is: (votes: number) => boolean) =>
    figures.waitingByVotes
      .filter(({ votes }) => is(votes))
      .reduce((sum, { pairs }) => sum + pairs, 0);
  const { waiting, came, settled, settledWithoutReview } = figures;
  const first = waitFor((votes) => votes === 0);
  const areTooFew =
    waiting > 0 && first >= NEARLY_ALL * waiting && settled + settledWithoutReview < came;
  const linked = (count: number, to: string, words: string) =>
    count === 0 ? (
      formats.number(count)
    ) : (
      <>
        {formats.number(count)} <Link href={to}>{words}</Link>
      </>
    );
  return (
    <>
      {areTooFew && (
        <p>
          <strong>{labels.tooFewDecisions(formats.number(first), formats.number(waiting))}</strong>
        </p>
      )}
      <FigureTable
        title={labels.waitingNow}
        rows={[
          [labels.waiting, linked(waiting, "/dashboard", labels.seeAges)],
          [
            labels.oldest,
            oldestWaitingAt == null ? NONE : <Moment key="oldest" at={oldestWaitingAt} />,
          ],
          [labels.votes.first, formats.number(first)],
          [labels.votes.second, formats.number(waitFor((votes) => votes === 1))],
          [labels.votes.further, formats.number(waitFor((votes) => votes > 1))],
          [
            labels.disputed,
            isSenior
              ? linked(figures.disputed, "/disputed", texts.menu.disputed)
              : formats.number(figures.disputed),
          ],
          [labels.reviewedNow, formats.number(figures.reviewedNow)],
          [labels.nobodyMayReview, linked(figures.nobodyMayReview, "/users", labels.seeReviewers)],
        ]}
      />
    </>
  );
}

const FIGURES = graphql`
  fragment queueOfPairs_figures on ReviewStatistics {
    waiting
    came
    settled
    settledWithoutReview
    oldestWaitingAt
    waitingByVotes {
      votes
      pairs
    }
    reviewedNow
    disputed
    nobodyMayReview
  }
`;
