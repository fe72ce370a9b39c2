/** The votes that made a merge: who, when, and why; for those who may see them. */
import { graphql, useFragment } from "react-relay";
import type { mergeVotes_merge$key } from "../__generated__/mergeVotes_merge.graphql";
import { Moment } from "../components/moment";
import { useJudgingTexts } from "../texts/judging-texts";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats } from "../texts/texts";

/** Show each, in the order of time; nothing where none is shown. */
export function MergeVotes({ merge: key }: { merge: mergeVotes_merge$key }) {
  const { votes: labels } = useMergesTexts();
  const { reasons: words } = useJudgingTexts();
  const { list } = useFormats();
  const { votes } = useFragment(MERGE, key);
  if (votes.length === 0) return null;
  return (
    <>
      <h2 id="votes">{labels.title}</h2>
      <ul aria-labelledby="votes">
        {votes.map(({ reviewer, decidedAt, reasons }) => (
          <li key={reviewer.id}>
            <bdi>{reviewer.displayName}</bdi> <Moment at={decidedAt} />
            {": "}
            {reasons.length === 0 ? labels.noReason : list(reasons.map((reason) => words[reason]))}
          </li>
        ))}
      </ul>
    </>
  );
}

const MERGE = graphql`
  fragment mergeVotes_merge on Merge {
    votes {
      reviewer {
        id
        displayName
      }
      decidedAt
      reasons
    }
  }
`;
