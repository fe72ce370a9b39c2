/** How a marriage ended, and which marriages a death ended: each leads to the other. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { spouses_event$data, spouses_event$key } from "../__generated__/spouses_event.graphql";
import { Day } from "../components/moment";
import { Notice } from "../components/notice";
import { fullName } from "../persons/names";
import { useDeskTexts } from "../texts/desk-texts";

type Death = spouses_event$data["deathsOfSpouses"][number];
type Marriage = spouses_event$data["marriages"][number];

interface SpousesProps {
  readonly event: spouses_event$key;
  /** Whether it stands beside something that is not to be left, so that links open elsewhere. */
  readonly isAside?: boolean;
}

/** Show it; nothing where a marriage goes on, as far as is known, or the dead were not married. */
export function Spouses({ event: key, isAside = false }: SpousesProps) {
  const { spouses: words } = useDeskTexts();
  const event = useFragment(EVENT, key);
  const { deathsOfSpouses, marriages } = event;
  if (deathsOfSpouses.length + marriages.length === 0) return null;
  return (
    <Notice kind="note">
      {deathsOfSpouses.map((death, index) => (
        <p key={death.id}>
          {index === 0 ? words.endedBy : words.alsoDied}{" "}
          <ToRecord record={death} isAside={isAside} />
        </p>
      ))}
      {marriages.map((marriage) => (
        <p key={marriage.id}>
          {words[endOf(marriage, event)]} <ToRecord record={marriage} isAside={isAside} />
        </p>
      ))}
    </Notice>
  );
}

/** Return what a death means for a marriage, which an earlier one may have ended. */
function endOf({ deathsOfSpouses: deaths }: Marriage, { id, status }: spouses_event$data) {
  if (deaths.length === 0 && status === "DECLARED") return "willEnd";
  return deaths[0]?.id === id ? "hasEnded" : "marriage";
}

interface ToRecordProps {
  readonly record: Omit<Death, "deathsOfSpouses"> | Omit<Marriage, "deathsOfSpouses">;
  readonly isAside?: boolean;
}

/** Whom a record is about, which leads to it, when it was, and its number. */
export function ToRecord({ record, isAside = false }: ToRecordProps) {
  const {
    deceased,
    dateOfDeathKnown,
    spouses,
    dateOfMarriage,
  }: Death["details"] & Marriage["details"] = record.details;
  const people = spouses ?? (deceased === undefined ? [] : [deceased]);
  const href = `/records/${encodeURIComponent(record.id)}`;
  const names = <bdi>{people.map(fullName).join(" · ")}</bdi>;
  return (
    <>
      {isAside ? (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {names}
        </a>
      ) : (
        <Link href={href}>{names}</Link>
      )}{" "}
      <Day on={dateOfMarriage ?? dateOfDeathKnown ?? ""} /> <code>{record.registrationNumber}</code>
    </>
  );
}

const EVENT = graphql`
  fragment spouses_event on VitalEvent {
    id
    status
    deathsOfSpouses {
      id
      registrationNumber
      details {
        ... on Death {
          dateOfDeathKnown
          deceased {
            firstName
            lastName
          }
        }
      }
    }
    marriages {
      id
      deathsOfSpouses {
        id
      }
      registrationNumber
      details {
        ... on Marriage {
          dateOfMarriage
          spouses {
            firstName
            lastName
          }
        }
      }
    }
  }
`;
