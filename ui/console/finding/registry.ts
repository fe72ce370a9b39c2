/** What the registry knows by a name or a number, as far as the user's roles may see it. */
import { useEffect, useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { registryQuery } from "../__generated__/registryQuery.graphql";
import { nodesOf } from "../api/connections";
import { fullName } from "../persons/names";
import { subjectOf } from "../records/details";
import { useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useTexts } from "../texts/texts";

export interface Found {
  /** Where it is shown; no two have the same. */
  readonly path: string;
  readonly name: string;
  readonly kind: string;
}

/** Typing has to rest so long before the registry is asked. */
const REST_MS = 250;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Return what is found by a text, and whether the answer is still out. */
export function useRegistry(text: string): {
  readonly found: readonly Found[];
  readonly isAsking: boolean;
} {
  const texts = useTexts();
  const { find } = useFindingTexts();
  const environment = useRelayEnvironment();
  const { roles } = useViewer();
  const [answer, setAnswer] = useState<Answer>({ text: "", response: null });
  const isAdmin = roles.includes("ADMIN");
  const mayAsk = isAdmin || roles.includes("REGISTRAR");
  const isAsked = mayAsk && text.length > 2 && !UUID.test(text);
  useEffect(() => {
    if (!isAsked) return;
    const answered = (response: Answer["response"]) => setAnswer({ text, response });
    let request = { unsubscribe: () => {} };
    const timer = setTimeout(() => {
      // What the server does not answer is not found; the pages are offered all the same.
      request = fetchQuery<registryQuery>(environment, QUERY, variablesOf(text)).subscribe({
        next: answered,
        error: () => answered(null),
      });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      request.unsubscribe();
    };
  }, [environment, isAsked, text]);
  if (isAdmin && UUID.test(text)) {
    const act = { path: `/trail?correlationId=${text}`, name: find.act, kind: find.trail };
    return { found: [act], isAsking: false };
  }
  if (!isAsked) return { found: [], isAsking: false };
  if (answer.text !== text) return { found: [], isAsking: true };
  const { byName, byNationalId, byTaxId, byTrackingId, byNumber } = answer.response ?? {};
  const persons = [byName, byNationalId, byTaxId].flatMap((list) => nodesOf(list?.edges ?? []));
  const records = [...(byTrackingId ? [byTrackingId] : []), ...nodesOf(byNumber?.edges ?? [])];
  const found = [
    ...records.map((record) => ({
      path: `/records/${encodeURIComponent(record.id)}`,
      name: subjectOf(record),
      kind: `${texts.records.kinds[record.kind]} ${record.registrationNumber ?? record.trackingId}`,
    })),
    ...persons.map((person) => ({
      path: `/persons/${encodeURIComponent(person.id)}`,
      name: fullName(person),
      kind: `${find.person} ${person.birthDateKnown ?? ""}`,
    })),
  ];
  return { found: [...new Map(found.map((it) => [it.path, it])).values()], isAsking: false };
}

interface Answer {
  readonly text: string;
  readonly response: registryQuery["response"] | null;
}

/** Ask only by what the text can be: a number is no name. */
function variablesOf(text: string): registryQuery["variables"] {
  const hasDigits = /\d/.test(text);
  return {
    text,
    isName: !hasDigits,
    isNumber: hasDigits,
    isTrackingId: /^[BDM][0-9A-Z]{6}$/i.test(text),
  };
}

const QUERY = graphql`
  query registryQuery(
    $text: String!
    $isName: Boolean!
    $isNumber: Boolean!
    $isTrackingId: Boolean!
  ) {
    byName: persons(first: 8, filter: { name: $text }) @include(if: $isName) {
      edges {
        node {
          ...registry_person @relay(mask: false)
        }
      }
    }
    byNationalId: persons(first: 8, filter: { nationalId: $text }) @include(if: $isNumber) {
      edges {
        node {
          ...registry_person @relay(mask: false)
        }
      }
    }
    byTaxId: persons(first: 8, filter: { taxId: $text }) @include(if: $isNumber) {
      edges {
        node {
          ...registry_person @relay(mask: false)
        }
      }
    }
    byTrackingId: vitalEventByTrackingId(trackingId: $text) @include(if: $isTrackingId) {
      ...registry_record @relay(mask: false)
    }
    byNumber: vitalEvents(first: 8, filter: { registrationNumber: $text }) @include(if: $isNumber) {
      edges {
        node {
          ...registry_record @relay(mask: false)
        }
      }
    }
  }
`;

export const PERSON = graphql`
  fragment registry_person on Person {
    id
    firstName
    secondName
    lastName
    birthDateKnown
  }
`;

export const RECORD = graphql`
  fragment registry_record on VitalEvent {
    id
    kind
    trackingId
    registrationNumber
    ...details_event
  }
`;
