/** The page of one record: its details, its actions and its history. */
import "../styles/records.css";
import { lazy } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import { useParams } from "wouter";
import type { recordPageQuery } from "../__generated__/recordPageQuery.graphql";
import { usePageQuery } from "../api/queries";
import { LinkButton } from "../components/link-button";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { RecordTrailLink } from "../components/trail-link";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { RecordAlerts } from "./alerts";
import { Assignment } from "./assignment";
import { detailsOf, sectionsOfDetails, subjectOf } from "./details";
import { Duplicates } from "./duplicates";
import { FactList } from "./fact-list";
import { lastList } from "./last-list";
import { MovedOnNotice, MovedOnProvider, useMovedOn } from "./moved-on";
import { OnRecord } from "./on-record";
import { RecordActions } from "./record-actions";
import { RecordCertificates } from "./record-certificates";
import { RecordCorrections } from "./record-corrections";
import { RecordHistory } from "./record-history";
import { Spouses } from "./spouses";
import { Standing } from "./standing";
import { versionsOf } from "./versions";

/** Few records were ever rejected: the others do not load it. */
const RecordExplanations = lazy(async () => ({
  default: (await import("../explanations/record-explanations")).RecordExplanations,
}));

/** Show the record, or say that there is none; an administrator only looks at it. */
export default function RecordPage() {
  const texts = useTexts();
  const formats = useFormats();
  const { unknownParent } = useDeskTexts();
  const { id: segment = "" } = useParams<{ id: string }>();
  const id = decodeURIComponent(segment);
  const { vitalEvent: event } = usePageQuery<recordPageQuery>(RECORD, { id });
  const movedOn = useMovedOn(RECORD, id);
  const environment = useRelayEnvironment();
  const refresh = () => void fetchQuery<recordPageQuery>(environment, RECORD, { id }).subscribe({});
  const isRegistrar = holdsSomewhere(useViewer(), "REGISTRAR");
  const back = isRegistrar && <LinkButton to={lastList()}>{texts.records.title}</LinkButton>;
  if (event === null || event === undefined) {
    return (
      <Page title={texts.records.record} actions={back}>
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      </Page>
    );
  }
  const details = detailsOf(event);
  const versions = versionsOf(event);
  const sections = sectionsOfDetails(details, { texts, ...formats });
  const parents = event.kind === "BIRTH" ? (["mother", "father"] as const) : [];
  const unstated = parents.filter((it) =>
    sections.every(({ title }) => title !== texts.records[it]),
  );
  const wasRejected = event.history.some(({ action }) => action.endsWith(".rejected"));
  return (
    <Page
      title={`${texts.records.kinds[event.kind]}: ${formats.apart(subjectOf(event))}`}
      actions={back}
      kind="record"
    >
      <p className="filters">
        <Standing event={event} />
        <span>
          {texts.records.trackingId} <code>{event.trackingId}</code>
        </span>
        {event.registrationNumber != null && (
          <span>
            {texts.records.registrationNumber} <code>{event.registrationNumber}</code>
          </span>
        )}
        <RecordTrailLink code={event.trackingId} />
      </p>
      {!isRegistrar && (
        <Notice kind="note">
          <p>{texts.records.isLook}</p>
        </Notice>
      )}
      {event.reason != null && (
        <Notice kind="note">
          <p>
            {texts.records.reason}: <bdi>{event.reason}</bdi>
          </p>
        </Notice>
      )}
      <MovedOnNotice refusal={movedOn.refusal} lastStep={event.history.at(-1)}>
        {texts.records.asItIsBelow}
      </MovedOnNotice>
      <MovedOnProvider value={movedOn.report} key={movedOn.times}>
        <RecordCorrections event={event} isRegistrar={isRegistrar} />
        {isRegistrar && <Duplicates event={event} />}
        <RecordAlerts event={event} />
        <Spouses event={event} />
        <Assignment event={event} isRegistrar={isRegistrar} history={event.history} />
        {isRegistrar && <RecordActions event={event} details={details} />}
      </MovedOnProvider>
      <div className="sheets">
        {sections.map(({ title, facts }, index) => (
          <section key={index} className="sheet">
            <h2>{title}</h2>
            <FactList facts={facts} />
            {isRegistrar && <OnRecord id={event.id} title={title} acts={event.history.length} />}
          </section>
        ))}
        {unstated.map((parent) => (
          <section key={parent} className="sheet">
            <h2>{texts.records[parent]}</h2>
            <p className="faint">{unknownParent}</p>
          </section>
        ))}
        <RecordCertificates
          event={event}
          details={details}
          versions={versions}
          isRegistrar={isRegistrar}
          onRevoked={refresh}
        />
      </div>
      {isRegistrar && wasRejected && (
        <QueryBoundary>
          <RecordExplanations event={event} />
        </QueryBoundary>
      )}
      <RecordHistory event={event} details={details} versions={versions} />
    </Page>
  );
}

const RECORD = graphql`
  query recordPageQuery($id: ID!) {
    vitalEvent(id: $id) {
      id
      kind
      status
      trackingId
      registrationNumber
      reason
      history {
        action
        actorName
        insertedAt
      }
      ...alerts_event
      ...assignment_event
      ...details_event
      ...duplicates_event
      ...recordActions_event
      ...recordCertificates_event
      ...recordCorrections_event
      ...recordExplanations_event
      ...recordHistory_event
      ...spouses_event
      ...standing_event
      ...versions_event
    }
  }
`;
