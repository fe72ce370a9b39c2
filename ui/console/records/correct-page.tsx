/** The page on which a registrar asks that a registered record says something else. */
import { useCallback } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import { Link, useParams } from "wouter";
import type { correctPageQuery } from "../__generated__/correctPageQuery.graphql";
import { readDraft } from "../api/drafts";
import { usePageQuery } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { signedInUser } from "../api/session";
import { LinkButton } from "../components/link-button";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { CorrectionForm, correctionDraft } from "./correction-form";
import { subjectOf } from "./details";
import { MovedOnNotice, MovedOnProvider, useMovedOn } from "./moved-on";

/** How the API says that what was read is no longer what the record says (rule C10). */
const HAS_CHANGED = "Record has changed since it was read";

/** Show the record's own form, filled with what it says. */
export default function CorrectPage() {
  const texts = useTexts();
  const { comma } = useFormats();
  const { corrections: labels } = useDeskTexts();
  const environment = useRelayEnvironment();
  const { id: segment = "" } = useParams<{ id: string }>();
  const id = decodeURIComponent(segment);
  const address = `/records/${encodeURIComponent(id)}`;
  const { vitalEvent: event } = usePageQuery<correctPageQuery>(RECORD, { id });
  const movedOn = useMovedOn(RECORD, id);
  const { report } = movedOn;
  const settle = useCallback(
    (refusal: Refusal) => {
      if (refusal.message === HAS_CHANGED) {
        fetchQuery<correctPageQuery>(environment, RECORD, { id }).subscribe({});
      }
      return report(refusal);
    },
    [environment, id, report],
  );
  const back = <LinkButton to={address}>{texts.records.record}</LinkButton>;
  if (event === null || event === undefined) {
    return (
      <Page title={labels.correctTitle} actions={back}>
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      </Page>
    );
  }
  return (
    <Page title={labels.correctTitle} actions={back}>
      <p>
        <strong>{subjectOf(event)}</strong>
        {comma}
        <code>{event.registrationNumber}</code>
      </p>
      <MovedOnNotice refusal={movedOn.refusal} lastStep={event.history.at(-1)}>
        <Link href={address}>{texts.records.asItIs}</Link>
      </MovedOnNotice>
      {event.availableActions.includes("REQUEST_CORRECTION") ? (
        <MovedOnProvider value={settle}>
          <CorrectionForm event={event} />
        </MovedOnProvider>
      ) : (
        <Notice kind="note">
          <p>
            {labels.unavailable}{" "}
            {readDraft(signedInUser(), correctionDraft(id)) !== null && labels.isKept}{" "}
            <Link href={address}>{texts.records.asItIs}</Link>
          </p>
        </Notice>
      )}
    </Page>
  );
}

const RECORD = graphql`
  query correctPageQuery($id: ID!) {
    vitalEvent(id: $id) {
      id
      registrationNumber
      availableActions
      history {
        action
        actorName
        insertedAt
      }
      ...details_event
      ...correctionForm_event
    }
  }
`;
