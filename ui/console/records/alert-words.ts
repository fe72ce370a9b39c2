/** What alerts say of a record: of which of two who marry, where one seems to be married already. */
import { graphql, readInlineData } from "relay-runtime";
import type { alertWords_event$key } from "../__generated__/alertWords_event.graphql";
import { fullName } from "../persons/names";
import { useFormats, useTexts } from "../texts/texts";

/** Return the function that says an alert of a record. */
export function useAlertWords(event: alertWords_event$key): (alert: string) => string {
  const { alerts } = useTexts();
  const { apart } = useFormats();
  const { lastingMarriages, details } = readInlineData(EVENT, event);
  const married = [...new Set(lastingMarriages.map(({ spouse }) => spouse))].flatMap((place) => {
    const spouse = details.spouses?.[place];
    return spouse === undefined ? [] : [alerts.isMarried(apart(fullName(spouse)))];
  });
  const words: Readonly<Record<string, string>> = alerts.names;
  return (alert) =>
    alert === "SPOUSE_IS_MARRIED" && married.length > 0
      ? married.join(" ")
      : (words[alert] ?? alert);
}

/** Return the records of those marriages. */
export function lastingMarriagesOf(event: alertWords_event$key): readonly string[] {
  const { lastingMarriages } = readInlineData(EVENT, event);
  return [...new Set(lastingMarriages.map(({ vitalEventId }) => vitalEventId))];
}

const EVENT = graphql`
  fragment alertWords_event on VitalEvent @inline {
    lastingMarriages {
      spouse
      vitalEventId
    }
    details {
      ... on Marriage {
        spouses {
          firstName
          lastName
        }
      }
    }
  }
`;
