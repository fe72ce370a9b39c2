/** Why a pair is disputed, and what others said of it, for senior reviewers: no names, and not how many said it. */
import { graphql, useFragment } from "react-relay";
import type { arguments_request$key } from "../__generated__/arguments_request.graphql";
import { useJudgingTexts } from "../texts/judging-texts";

const ORDER = ["MERGE", "SPLIT", "TRASH"] as const;

/** Show the reasons and comments, a column for each decision; what nobody disagrees on, an earlier decision contradicts. */
export function Arguments({ request: key }: { request: arguments_request$key }) {
  const texts = useJudgingTexts();
  const { isDisputed, arguments: given } = useFragment(
    graphql`
      fragment arguments_request on MergeRequest {
        isDisputed
        arguments {
          decision
          reasons
          comment
        }
      }
    `,
    key,
  );
  if (!isDisputed) return null;
  const { title, contradicted } = texts.disputed;
  const isContradicted = new Set(given.map(({ decision }) => decision)).size < 2;
  const columns = ORDER.map((decision) => {
    const those = given.filter((argument) => argument.decision === decision);
    return {
      decision,
      isGiven: those.length > 0,
      reasons: [...new Set(those.flatMap(({ reasons }) => reasons))],
      comments: [...new Set(those.flatMap(({ comment }) => comment ?? []))],
    };
  });
  return (
    <section className="arguments" aria-label={isContradicted ? contradicted : title}>
      <h2>{isContradicted ? contradicted : title}</h2>
      {isContradicted && <p>{texts.disputed.contradicts}</p>}
      <div>
        {columns
          .filter(({ isGiven }) => isGiven)
          .map(({ decision, reasons, comments }) => (
            <div key={decision}>
              <h3>{texts.disputed.sides[decision]}</h3>
              {reasons.length + comments.length === 0 && (
                <p className="faint">{texts.disputed.noReason}</p>
              )}
              {reasons.length > 0 && (
                <ul>
                  {reasons.map((reason) => (
                    <li key={reason}>{texts.reasons[reason]}</li>
                  ))}
                </ul>
              )}
              {comments.map((comment) => (
                <blockquote key={comment}>
                  <bdi>{comment}</bdi>
                </blockquote>
              ))}
            </div>
          ))}
      </div>
    </section>
  );
}
