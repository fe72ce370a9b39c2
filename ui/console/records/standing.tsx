/** How a record stands, as every list and page shows it: its status, and of a marriage that it has ended. */
import "../styles/records.css";
import { graphql, useFragment } from "react-relay";
import type { standing_event$key } from "../__generated__/standing_event.graphql";
import { Status } from "../components/status";
import { useDeskTexts } from "../texts/desk-texts";
import { useTexts } from "../texts/texts";

/** What waits for a registrar, so that its age is of interest. */
const WAITING: readonly string[] = ["DECLARED", "CERTIFIED"];

/** Show it: what is done with a record whose marriage has ended is no more a state in force. */
export function Standing({ event: key }: { event: standing_event$key }) {
  const texts = useTexts();
  const { spouses } = useDeskTexts();
  const { status, deathsOfSpouses } = useFragment(EVENT, key);
  const word = texts.records.statuses[status];
  if (deathsOfSpouses.length === 0) return <Status of={status}>{word}</Status>;
  return (
    <span className="standing">
      <Status of="ENDED">{spouses.ended}</Status>
      <Status of={WAITING.includes(status) ? status : "ENDED"}>{word}</Status>
    </span>
  );
}

const EVENT = graphql`
  fragment standing_event on VitalEvent {
    status
    deathsOfSpouses {
      id
    }
  }
`;
