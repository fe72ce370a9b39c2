/** What a reviewer asked of a merge, and what became of it (rule H27). */
import { graphql, useFragment } from "react-relay";
import type { askedBack_request$key } from "../__generated__/askedBack_request.graphql";
import { Moment } from "../components/moment";
import { useMergesTexts } from "../texts/merges-texts";

interface AskedBackProps {
  readonly request: askedBack_request$key;
  /** Whether only what was asked last is shown. */
  readonly isShort?: boolean;
}

/** Show each, the oldest first. */
export default function AskedBack({ request: key, isShort = false }: AskedBackProps) {
  const { wrong } = useMergesTexts();
  const { unmergeRequests } = useFragment(
    graphql`
      fragment askedBack_request on MergeRequest {
        unmergeRequests {
          id
          status
          reason
          declineReason
          insertedAt
          settledAt
        }
      }
    `,
    key,
  );
  return unmergeRequests.slice(isShort ? -1 : 0).map((asked) => (
    <div key={asked.id} className="asked-back">
      <p>
        {wrong.asked} <Moment at={asked.insertedAt} />
        {". "}
        <strong>{wrong.answers[asked.status as "OPEN"]}</strong>{" "}
        {asked.settledAt != null && <Moment at={asked.settledAt} />}
      </p>
      {!isShort && (
        <blockquote>
          <bdi>{asked.reason}</bdi>
        </blockquote>
      )}
      {asked.declineReason != null && (
        <p>
          {wrong.because} <bdi>{asked.declineReason}</bdi>
        </p>
      )}
    </div>
  ));
}
