/** A request for the reasons of a rejection: where it stands, by when it is due, and what may be done. */
import { useCallback } from "react";
import { fetchQuery, graphql, useFragment, useRelayEnvironment } from "react-relay";
import { Link } from "wouter";
import type { explanation_request$key } from "../__generated__/explanation_request.graphql";
import type { explanationAsItIsQuery } from "../__generated__/explanationAsItIsQuery.graphql";
import type { RowPlace } from "../components/rows";
import { Status } from "../components/status";
import { useExplanationsTexts } from "../texts/explanations-texts";
import { useFormats } from "../texts/texts";
import { ExplanationActions } from "./explanation-actions";

interface ExplanationProps {
  readonly request: explanation_request$key;
  readonly place?: RowPlace;
}

/** Show it as an item of a list. */
export function Explanation({ request: key, place }: ExplanationProps) {
  const labels = useExplanationsTexts();
  const formats = useFormats();
  const request = useFragment(REQUEST, key);
  const { id, status, vitalEventId, parkedAt, dueOn, assignee, showsAt } = request;
  const environment = useRelayEnvironment();
  // Whoever was slower sees where it stands now, beside the refusal.
  const showAsItIs = useCallback(() => {
    fetchQuery<explanationAsItIsQuery>(environment, AS_IT_IS, { id }).subscribe({});
    return false;
  }, [environment, id]);
  const isOwed = parkedAt == null && (status === "REQUESTED" || status === "ASSIGNED");
  const isOverdue = isOwed && dueOn < new Date().toISOString().slice(0, 10);
  return (
    <li {...place}>
      <h2 className="row-title">
        {vitalEventId == null ? (
          <>
            {labels.record} <code>{request.trackingId}</code>
          </>
        ) : (
          <Link href={`/records/${encodeURIComponent(vitalEventId)}`}>
            {labels.record} <code>{request.trackingId}</code>
          </Link>
        )}
      </h2>
      <Status of={status}>{labels.statuses[status]}</Status>
      {isOwed &&
        (isOverdue ? (
          <Status of="FAILED">{labels.overdue(formats.day(dueOn))}</Status>
        ) : (
          <span>{labels.due(formats.day(dueOn))}</span>
        ))}
      <span className="faint">{labels.asked(formats.time(request.requestedAt))}</span>
      {status === "ASSIGNED" && request.isMine && <span className="faint">{labels.isYours}</span>}
      {status === "ASSIGNED" && !request.isMine && assignee != null && (
        <span className="faint">{labels.takenBy(assignee.displayName)}</span>
      )}
      {request.explanation != null && (
        <>
          <p>{labels.reasons}:</p>
          <blockquote dir="auto">{request.explanation}</blockquote>
        </>
      )}
      {request.refusalReason != null && (
        <>
          <p>{labels.whyNot}:</p>
          <blockquote dir="auto">{request.refusalReason}</blockquote>
        </>
      )}
      {parkedAt != null && <p className="faint">{labels.parked}</p>}
      {parkedAt == null && status === "ANSWERED" && showsAt != null && (
        <p className="faint">{labels.showsAt(formats.time(showsAt))}</p>
      )}
      {/* Without the record whoever looks is a steward, who does nothing here. */}
      {parkedAt == null && vitalEventId != null && (
        <ExplanationActions request={request} onRefused={showAsItIs} />
      )}
    </li>
  );
}

const REQUEST = graphql`
  fragment explanation_request on ExplanationRequest {
    id
    status
    trackingId
    vitalEventId
    requestedAt
    dueOn
    isMine
    showsAt
    explanation
    refusalReason
    parkedAt
    assignee {
      displayName
    }
    ...explanationActions_request
  }
`;
const AS_IT_IS = graphql`
  query explanationAsItIsQuery($id: ID!) {
    node(id: $id) {
      ...explanation_request @alias(as: "request")
    }
  }
`;
