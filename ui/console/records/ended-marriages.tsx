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
  NonNullable<NonNullable<endedMarriagesQuery$data["byName"]>["edges"]>[number]
>["node"];

/** What a form says of the deceased by which marriages are found. */
interface Deceased {
  readonly firstName: string;
  readonly lastName: string;
  readonly birthDate: string;
  readonly nationalId: string;
  /** The day, or as far as it is known. */
  readonly dateOfDeath: string;
}

/** Say it beforehand, with the way to each; nothing where none is found. */
export default function EndedMarriages({ values }: { values: Values }) {
  const { spouses: words } = useDeskTexts();
  const of = (path: string) => (values[path] ?? "").trim();
  const deceased = {
    firstName: of("deceased.firstName"),
    lastName: of("deceased.lastName"),
    birthDate: of("deceased.birthDate"),
    nationalId: of("deceased.nationalId"),
    dateOfDeath: of("dateOfDeath") || of(knownPath("dateOfDeath")),
  };
  const found = useSought<endedMarriagesQuery>(MARRIAGES, soughtOf(deceased));
  const all = [...nodesOf(found?.byNumber?.edges), ...nodesOf(found?.byName?.edges)];
  const ended = new Map(
    all.filter((marriage) => isEndedBy(deceased, marriage)).map((it) => [it.id, it]),
  );
  if (ended.size === 0) return null;
  return (
    <Notice kind="note">
      {[...ended.values()].map((marriage) => (
        <p key={marriage.id}>
          {words.willEnd} <ToRecord record={marriage} isAside />
        </p>
      ))}
    </Notice>
  );
}

/** Return the question as JSON; nothing where too little is known to find a marriage by. */
function soughtOf({ firstName, lastName, birthDate, nationalId }: Deceased): string {
  const isNumbered = /^\d{10}$/.test(nationalId);
  const name = `${firstName} ${lastName}`.trim();
  const isNamed = name !== "" && birthDate !== "";
  if (!isNumbered && !isNamed) return "";
  return JSON.stringify({ isNumbered, isNamed, nationalId, name });
}

/** Return whether it still stood on that day, and somebody's who married by what `marriages` goes by. */
function isEndedBy(deceased: Deceased, { details, deathsOfSpouses }: Marriage): boolean {
  const { dateOfMarriage = "", spouses = [] } = details;
  const { dateOfDeath } = deceased;
  const isBefore = dateOfDeath === "" || dateOfMarriage.slice(0, dateOfDeath.length) <= dateOfDeath;
  return deathsOfSpouses.length === 0 && isBefore && spouses.some((it) => isThem(it, deceased));
}

type Spouse = NonNullable<Marriage["details"]["spouses"]>[number];

function isThem(spouse: Spouse, { firstName, lastName, birthDate, nationalId }: Deceased): boolean {
  const isFirst = folded(spouse.firstName ?? "") === folded(firstName);
  const isLast = folded(spouse.lastName ?? "") === folded(lastName);
  // A name that neither of the two has is none that they share.
  const isNamed = (isFirst && firstName !== "") || (isLast && lastName !== "");
  if (nationalId !== "" && spouse.nationalId === nationalId) return isNamed;
  const isAnother = nationalId !== "" && spouse.nationalId != null;
  return !isAnother && spouse.birthDate === birthDate && isFirst && isLast;
}

function folded(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

const MARRIAGES = graphql`
  query endedMarriagesQuery(
    $isNumbered: Boolean!
    $isNamed: Boolean!
    $nationalId: String!
    $name: String!
  ) {
    byNumber: vitalEvents(
      first: 10
      filter: {
        kind: MARRIAGE
        status: [REGISTERED, CERTIFIED, ISSUED]
        nationalId: $nationalId
      }
    ) @include(if: $isNumbered) {
      edges {
        node {
          ...endedMarriages_marriage @relay(mask: false)
        }
      }
    }
    byName: vitalEvents(
      first: 20
      filter: { kind: MARRIAGE, status: [REGISTERED, CERTIFIED, ISSUED], name: $name }
    ) @include(if: $isNamed) {
      edges {
        node {
          ...endedMarriages_marriage @relay(mask: false)
        }
      }
    }
  }
`;

/** What is compared with the form. */
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
