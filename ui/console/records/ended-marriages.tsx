/** Which marriages on record the death on a form would end, found while it is typed. */
import { graphql } from "react-relay";
import type {
  endedMarriagesQuery,
  endedMarriagesQuery$data,
} from "../__generated__/endedMarriagesQuery.graphql";
import { nodesOf } from "../api/connections";
import { useSought } from "../api/sought";
import { Notice } from "../components/notice";
import { useDeskTexts } from "../texts/desk-texts";
import { knownPath } from "./days";
import type { Values } from "./form-values";
import { ToRecord } from "./spouses";

type Marriage = NonNullable<
  NonNullable<endedMarriagesQuery$data["vitalEvents"]["edges"]>[number]
>["node"];

/** Say it beforehand, with the way to each; nothing where none is found. */
export default function EndedMarriages({ values }: { values: Values }) {
  const { spouses: words } = useDeskTexts();
  const of = (path: string) => (values[path] ?? "").trim();
  const dateOfDeath = of("dateOfDeath") || of(knownPath("dateOfDeath"));
  const spouse = {
    firstName: of("deceased.firstName"),
    lastName: of("deceased.lastName"),
    birthDate: of("deceased.birthDate"),
    nationalId: of("deceased.nationalId"),
  };
  const found = useSought<endedMarriagesQuery>(MARRIAGES, soughtOf(spouse));
  const ended = nodesOf(found?.vitalEvents.edges).filter((it) => isEndedBy(dateOfDeath, it));
  if (ended.length === 0) return null;
  return (
    <Notice kind="note">
      {ended.map((marriage) => (
        <p key={marriage.id}>
          {words.willEnd} <ToRecord record={marriage} isAside />
        </p>
      ))}
    </Notice>
  );
}

/** Return the question as JSON, without what is empty; nothing where too little is known to find a marriage by. */
function soughtOf(spouse: NonNullable<endedMarriagesQuery["variables"]["spouse"]>): string {
  const { firstName, lastName, birthDate, nationalId } = spouse;
  const isNumbered = /^\d{10}$/.test(nationalId ?? "");
  if (!(firstName || lastName) || !(isNumbered || birthDate)) return "";
  const known = Object.entries(spouse).filter(([, value]) => value !== "");
  return JSON.stringify({ spouse: Object.fromEntries(known) });
}

/** Return whether it still stood on that day, as far as that is typed. */
function isEndedBy(dateOfDeath: string, { details, deathsOfSpouses }: Marriage): boolean {
  const { dateOfMarriage = "" } = details;
  const isBefore = dateOfDeath === "" || dateOfMarriage.slice(0, dateOfDeath.length) <= dateOfDeath;
  return deathsOfSpouses.length === 0 && isBefore;
}

const MARRIAGES = graphql`
  query endedMarriagesQuery($spouse: SpouseFilter!) {
    vitalEvents(first: 20, filter: { spouse: $spouse }) {
      edges {
        node {
          ...endedMarriages_marriage @relay(mask: false)
        }
      }
    }
  }
`;

/** What says whether it still stands, and leads to it. */
void graphql`
  fragment endedMarriages_marriage on VitalEvent {
    id
    registrationNumber
    deathsOfSpouses {
      id
    }
    details {
      ... on Marriage {
        dateOfMarriage
        spouses {
          ...editableDetails_individual @relay(mask: false)
        }
      }
    }
  }
`;
