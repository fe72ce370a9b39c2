/** The alerts of a record (rule C8a): what to look into first, what was accepted, whom it marked. */

import type { ReactNode } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { alerts_event$key } from "../__generated__/alerts_event.graphql";
import { PersonName } from "../components/moment";
import { Notice } from "../components/notice";
import { useTexts } from "../texts/texts";
import { lastingMarriagesOf, useAlertWords } from "./alert-words";

/** Show them in words; nothing where there are none. */
export function RecordAlerts({ event: key }: { event: alerts_event$key }) {
  const texts = useTexts();
  const event = useFragment(EVENT, key);
  const { alerts, acceptedAlerts, unansweredAlerts, person } = event;
  const wordsOf = useAlertWords(event);
  // Nothing is registered yet, and whoever does that may choose whom it marks.
  const wordsBefore = (alert: string) =>
    alert === "PERSON_NOT_FOUND"
      ? `${texts.alerts.willMarkNobody} ${texts.alerts.isChosenThen}`
      : wordsOf(alert);
  const marriages = lastingMarriagesOf(event);
  return (
    <>
      <AlertList title={texts.alerts.title} alerts={alerts} wordsOf={wordsBefore}>
        {marriages.map((id) => (
          <p key={id}>
            <Link href={`/records/${encodeURIComponent(id)}`}>{texts.alerts.seeMarriage}</Link>
          </p>
        ))}
      </AlertList>
      <AlertList title={texts.alerts.accepted} alerts={acceptedAlerts} wordsOf={wordsOf} />
      <AlertList title={texts.alerts.unanswered} alerts={unansweredAlerts} wordsOf={wordsOf} />
      {person != null && (
        <p>
          {texts.alerts.person}:{" "}
          <Link href={`/persons/${encodeURIComponent(person.id)}`}>
            <PersonName of={person} />
          </Link>
        </p>
      )}
    </>
  );
}

interface AlertListProps {
  readonly title: string;
  readonly alerts: readonly string[];
  readonly wordsOf: (alert: string) => string;
  readonly children?: ReactNode;
}

function AlertList({ title, alerts, wordsOf, children }: AlertListProps) {
  if (alerts.length === 0) return null;
  return (
    <Notice kind="note">
      <h2>{title}</h2>
      <ul>
        {alerts.map((alert) => (
          <li key={alert}>{wordsOf(alert)}</li>
        ))}
      </ul>
      {children}
    </Notice>
  );
}

const EVENT = graphql`
  fragment alerts_event on VitalEvent {
    alerts
    acceptedAlerts
    unansweredAlerts
    ...alertWords_event
    person {
      id
      firstName
      lastName
    }
  }
`;
