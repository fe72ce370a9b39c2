/** Persons by a name, or by any number of theirs, for whoever has their page; of several, also the page that lists them. */
import { graphql } from "react-relay";
import type { personsQuery } from "../__generated__/personsQuery.graphql";
import { nodesOf } from "../api/connections";
import { fullName } from "../persons/names";
import { routesFor } from "../shell/routes";
import { useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useFormats } from "../texts/texts";
import { useAnswer } from "./answer";
import type { Found } from "./found";

/** Return them; null while they are asked. */
export function usePersons(text: string | null): readonly Found[] | null {
  const { find } = useFindingTexts();
  const { knownDate } = useFormats();
  const hasPage = routesFor(useViewer()).some(({ path }) => path === "/persons");
  const isNumber = /\d/.test(text ?? "");
  const isAsked = text !== null && hasPage;
  const answer = useAnswer<personsQuery>(
    PERSONS,
    isAsked ? { text, isName: !isNumber, isNumber } : null,
  );
  if (answer === "asking") return null;
  if (answer === null || text === null) return [];
  const { byName, byNationalId, byTaxId, byDocument, byPhone } = answer;
  const numbered = [byNationalId, byTaxId, byDocument, byPhone];
  const gaveWay = (status: string) => (status === "INACTIVE" ? find.gaveWay : null);
  const persons = [byName, ...numbered]
    .flatMap((list) => nodesOf(list?.edges ?? []))
    .map(({ id, birthDateKnown, status, ...person }) => ({
      path: `/persons/${encodeURIComponent(id)}`,
      name: fullName(person),
      ...(isNumber && { matched: text.trim() }),
      kind: [find.kinds.person, birthDateKnown && knownDate(birthDateKnown), gaveWay(status)]
        .filter(Boolean)
        .join(" "),
    }));
  if (isNumber || persons.length < 2) return persons;
  const all = { path: `/persons?${new URLSearchParams({ name: text.trim() })}`, name: text.trim() };
  return [...persons, { ...all, kind: find.amongPersons }];
}

const PERSONS = graphql`
  query personsQuery($text: String!, $isName: Boolean!, $isNumber: Boolean!) {
    byName: persons(first: 8, filter: { name: $text }) @include(if: $isName) {
      edges {
        node {
          ...persons_found @relay(mask: false)
        }
      }
    }
    byNationalId: persons(first: 8, filter: { nationalId: $text }) @include(if: $isNumber) {
      edges {
        node {
          ...persons_found @relay(mask: false)
        }
      }
    }
    byTaxId: persons(first: 8, filter: { taxId: $text }) @include(if: $isNumber) {
      edges {
        node {
          ...persons_found @relay(mask: false)
        }
      }
    }
    byDocument: persons(first: 8, filter: { documentNumber: $text }) @include(if: $isNumber) {
      edges {
        node {
          ...persons_found @relay(mask: false)
        }
      }
    }
    byPhone: persons(first: 8, filter: { phoneNumber: $text }) @include(if: $isNumber) {
      edges {
        node {
          ...persons_found @relay(mask: false)
        }
      }
    }
  }
`;

void graphql`
  fragment persons_found on Person {
    id
    firstName
    secondName
    lastName
    birthDateKnown
    status
  }
`;
