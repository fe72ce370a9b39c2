/** The alerts of a record (rule C8a): what to look into first, what was accepted, whom it marked. */

import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { alerts_event$key } from "../__generated__/alerts_event.graphql";
import { PersonName } from "../components/moment";
import { Notice } from "../components/notice";
import { useTexts } from "../texts/texts";

/** Show them in words; nothing where there are none. */
export function RecordAlerts({ event: key }: { event: alerts_event$key }) {
  const texts = useTexts();
  const { alerts, acceptedAlerts, unansweredAlerts, person } = useFragment(EVENT, key);
  return (
    <>
      <AlertList title={texts.alerts.title} alerts={alerts} />
      <AlertList title={texts.alerts.accepted} alerts={acceptedAlerts} />
      <AlertList title={texts.alerts.unanswered} alerts={unansweredAlerts} />
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

function AlertList({ title, alerts }: { title: string; alerts: readonly string[] }) {
  const words: Readonly<Record<string, string>> = useTexts().alerts.names;
  if (alerts.length === 0) return null;
  return (
    <Notice kind="note">
      <h2>{title}</h2>
      <ul>
        {alerts.map((alert) => (
          <li key={alert}>{words[alert] ?? alert}</li>
        ))}
      </ul>
    </Notice>
  );
}

const EVENT = graphql`
  fragment alerts_event on VitalEvent {
    alerts
    acceptedAlerts
    unansweredAlerts
    person {
      id
      firstName
      lastName
    }
  }
`;
