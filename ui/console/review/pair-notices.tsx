/** What is to be said of a pair before anything else: that it is decided, has changed, or is with others. */
import { lazy, Suspense } from "react";
import { graphql, useFragment } from "react-relay";
import type {
  pairNotices_request$data,
  pairNotices_request$key,
} from "../__generated__/pairNotices_request.graphql";
import { Button } from "../components/button";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { WrongMerge } from "../merges/wrong-merge";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats, useTexts } from "../texts/texts";
import { KnownPerson } from "./known-person";
import { isFinal } from "./my-day";
import { outcomeOf } from "./outcome";
import { PairDates } from "./pair-dates";
import { reasonsFor } from "./reasons";
import { useSaid } from "./said";
import { TakeBack } from "./take-back";
import { isWithOthers } from "./with-others";

/** Few merges are wrong: the others do not load it. */
const AskedBack = lazy(() => import("../merges/asked-back"));

interface PairNoticesProps {
  readonly request: pairNotices_request$key;
  readonly isOpen: boolean;
  /** Whether its records have changed while it was looked at. */
  readonly haveChanged: boolean;
  /** A comment that was typed and can be sent no more; null where there is none. */
  readonly unsent: string | null;
  readonly onDiscard: () => void;
}

/** Show the notices that apply. */
export function PairNotices(props: PairNoticesProps) {
  const texts = useTexts();
  const judging = useJudgingTexts();
  const formats = useFormats();
  const said = useSaid();
  const request = useFragment(REQUEST, props.request);
  const names: Readonly<Record<string, string>> = texts.fields;
  const { isOpen } = props;
  const hadSaid = isFinal(request.status)
    ? texts.decisionMeanings[request.status]
    : texts.decisionStatuses[request.status];
  const outcome = outcomeOf(request.manualMergeCandidate);
  const { person, masterPerson } = request.manualMergeCandidate.mergeCandidate;
  return (
    <>
      {!isOpen && isWithOthers(request) && (
        <Notice kind="note">
          <p>{judging.withOthers}</p>
        </Notice>
      )}
      {!isOpen && !isWithOthers(request) && (
        <Notice kind="note">
          <p>
            {request.supersededAt === null ? (
              <strong>{said(request.status)}</strong>
            ) : (
              texts.review.isSuperseded(hadSaid)
            )}{" "}
            {formats.time(request.supersededAt ?? request.updatedAt)}
          </p>
          <Why request={request} />
          <p>
            {judging.outcomes[outcome]}{" "}
            {["ONE_PERSON", "BOTH_STAND"].includes(outcome) && (
              <Moment at={request.manualMergeCandidate.updatedAt} />
            )}
          </p>
          {outcome !== "OPEN" && <p className="faint">{judging.whoDecided}</p>}
          {request.unmergeRequests.length > 0 && (
            <Suspense>
              <AskedBack request={request} />
            </Suspense>
          )}
          {["ONE_PERSON", "MERGED_ELSEWHERE"].includes(outcome) && (
            <WrongMerge of={person} request={request} />
          )}
          <p>
            {judging.known.about} <KnownPerson of={person} /> · <KnownPerson of={masterPerson} />
          </p>
          <TakeBack request={request} />
        </Notice>
      )}
      {isOpen && props.haveChanged && (
        <div className="has-changed" tabIndex={-1}>
          <Notice kind="error">
            <p>{judging.haveChanged}</p>
          </Notice>
        </div>
      )}
      {isOpen && !props.haveChanged && request.changedFields.length > 0 && (
        <Notice kind="note">
          <p>
            {judging.outdated(formats.list(request.changedFields.map((it) => names[it] ?? it)))}
          </p>
        </Notice>
      )}
      {isOpen && request.status === "NEW" && (
        <p className="pair-dates faint">
          <PairDates of={request} />
        </p>
      )}
      {isOpen && !props.haveChanged && request.status === "POSTPONE" && (
        <Notice kind="note">
          <p className="pair-dates">
            <PairDates of={request} />
          </p>
          <Why request={request} />
        </Notice>
      )}
      {props.unsent !== null && (
        <Notice kind="note">
          <p>{texts.review.commentNotSent}</p>
          <blockquote>{props.unsent}</blockquote>
          <Button onPress={props.onDiscard}>{texts.messages.discard}</Button>
        </Notice>
      )}
    </>
  );
}

/** The reasons of the decision that stands: of one that was taken back there may be others. */
function Why({ request }: { request: Pick<pairNotices_request$data, "reasons" | "status"> }) {
  const { status } = request;
  const offered = status === "NEW" ? [] : reasonsFor[status];
  const reasons = request.reasons.filter((reason) => offered.includes(reason));
  const judging = useJudgingTexts();
  const formats = useFormats();
  if (reasons.length === 0) return null;
  return (
    <p>
      {judging.whyLabel} {formats.list(reasons.map((reason) => judging.reasons[reason]))}
    </p>
  );
}

const REQUEST = graphql`
  fragment pairNotices_request on MergeRequest {
    id
    status
    canRequestUnmerge
    unmergeRequests {
      id
    }
    ...askedBack_request
    reasons
    changedFields
    supersededAt
    insertedAt
    updatedAt
    withdrawnAt
    manualMergeCandidate {
      status
      insertedAt
      updatedAt
      mergeCandidate {
        person {
          id
          firstName
          lastName
          masterPerson {
            id
          }
        }
        masterPerson {
          id
          firstName
          lastName
          status
        }
      }
    }
    ...takeBack_request
  }
`;
