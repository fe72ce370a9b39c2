/** What merging a pair would do besides (rules B11 and H23): the same for whoever asks. */
import { graphql } from "react-relay";
import type { mergePreviewQuery } from "../__generated__/mergePreviewQuery.graphql";
import { usePageQuery } from "../api/queries";
import { fullName } from "../persons/names";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats } from "../texts/texts";

/** Show it as sentences. */
export default function MergePreview({ id }: { id: string }) {
  const { preview: texts } = useJudgingTexts();
  const { list } = useFormats();
  const { mergeRequest } = usePageQuery<mergePreviewQuery>(
    graphql`
      query mergePreviewQuery($id: ID!) {
        mergeRequest(id: $id) {
          manualMergeCandidate {
            mergeCandidate {
              mergePreview {
                vitalEvents
                followingPersons {
                  id
                  firstName
                  lastName
                }
                closedCandidates
                openedCandidates
              }
            }
          }
        }
      }
    `,
    { id },
  );
  const preview = mergeRequest?.manualMergeCandidate.mergeCandidate.mergePreview;
  if (preview === undefined) return null;
  const followers = preview.followingPersons;
  return (
    <ul className="merge-preview">
      <li>{texts.stands}</li>
      <li>{texts.vitalEvents(preview.vitalEvents)}</li>
      <li>
        {followers.length === 0
          ? texts.nobodyFollows
          : texts.followers(list(followers.map(fullName)))}
      </li>
      <li>{texts.closed(preview.closedCandidates)}</li>
      <li>{texts.opened(preview.openedCandidates)}</li>
    </ul>
  );
}
