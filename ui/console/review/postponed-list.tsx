/** The pairs that a reviewer has postponed, each with its link: what to decide at the limit (rule B2). */

import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { postponedList_request$key } from "../__generated__/postponedList_request.graphql";
import { Moment } from "../components/moment";
import { fullName } from "../persons/names";
import { useTexts } from "../texts/texts";
import { Outdated, outdatedFirst } from "./outdated";

type Postponed = {
  readonly id: string;
  readonly changedFields: readonly string[];
} & postponedList_request$key;

/** Say that the limit is reached, and list the pairs one of which is to be decided first. */
export function PostponedList({ requests }: { requests: readonly Postponed[] }) {
  const texts = useTexts();
  return (
    <section aria-label={texts.requests.filters.postponed}>
      <p>{texts.review.limitReached}</p>
      <ul className="rows">
        {requests.toSorted(outdatedFirst).map((request) => (
          <PostponedPair key={request.id} request={request} />
        ))}
      </ul>
    </section>
  );
}

function PostponedPair({ request: key }: { request: Postponed }) {
  const request = useFragment(
    graphql`
      fragment postponedList_request on MergeRequest {
        id
        comment
        changedFields
        updatedAt
        manualMergeCandidate {
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
    `,
    key,
  );
  const { person, masterPerson } = request.manualMergeCandidate.mergeCandidate;
  const names = [person, masterPerson].map(fullName);
  return (
    <li>
      <Link href={`/requests/${encodeURIComponent(request.id)}`}>{names.join(" · ")}</Link>
      <Moment at={request.updatedAt} />
      <Outdated fields={request.changedFields} />
      {request.comment !== null && (
        <p className="faint">
          <bdi>{request.comment}</bdi>
        </p>
      )}
    </li>
  );
}
