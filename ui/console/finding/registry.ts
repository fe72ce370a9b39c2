/** What the registry knows by a name, a number or an id, as far as the user's roles may see it. */
import { graphql } from "react-relay";
import type { registryIdQuery } from "../__generated__/registryIdQuery.graphql";
import type { registryOrganisationsQuery } from "../__generated__/registryOrganisationsQuery.graphql";
import type { registryQuery } from "../__generated__/registryQuery.graphql";
import { nodesOf } from "../api/connections";
import { certificateOf, isCertificateNumber, useStanding } from "../records/certificate-standing";
import { subjectOf } from "../records/details";
import { filterOfNumber } from "../records/numbers";
import { routesFor } from "../shell/routes";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useFormats, useTexts } from "../texts/texts";
import { useAnswer } from "./answer";
import type { Found } from "./found";
import { useOwnPairs } from "./own-pairs";
import { usePersons } from "./persons";
import { useUsers } from "./users";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The API's ids are opaque, so what looks like one is asked for. */
const GLOBAL_ID = /^[\w+/]{40,}={0,2}$/;

/** Return what is found by a text, and whether an answer is still out. */
export function useRegistry(text: string): {
  readonly found: readonly Found[];
  readonly isAsking: boolean;
} {
  const isLongEnough = text.length > 2;
  const isId = GLOBAL_ID.test(text);
  const isAbout = isLongEnough && !isId && !UUID.test(text);
  const records = useRecords(isAbout ? text : null);
  const parts = [
    useThing(isId ? text : null),
    records?.numbered ?? null,
    usePersons(isAbout ? text : null),
    records?.named ?? null,
    useOwnPairs(isAbout && !hasDigits(text) ? text : null),
    useOrganisations(isAbout ? text : null),
    useUsers(isAbout || UUID.test(text) ? text : null),
    useTrail(UUID.test(text) ? text : null),
  ];
  // All at once: what came later would stand before what is chosen already.
  const isAsking = parts.includes(null);
  const found = isAsking ? [] : parts.flatMap((part) => part ?? []);
  return { found: [...new Map(found.map((it) => [it.path, it])).values()], isAsking };
}

/** Return what has an id that was pasted; null while it is asked. */
function useThing(id: string | null): readonly Found[] | null {
  const { find } = useFindingTexts();
  const answer = useAnswer<registryIdQuery>(THING, id === null ? null : { id });
  if (answer === "asking") return null;
  const place = answer?.node == null ? undefined : places.get(answer.node.__typename);
  if (place === undefined || id === null) return [];
  const path = `${place.path}/${encodeURIComponent(id)}`;
  return [{ path, name: find.byId, kind: find.kinds[place.kind] }];
}

/** Where things are shown, by their types. */
const places = new Map([
  ["Person", { path: "/persons", kind: "person" } as const],
  ["VitalEvent", { path: "/records", kind: "record" } as const],
  ["Merge", { path: "/merges", kind: "merge" } as const],
  ["MergeRequest", { path: "/requests", kind: "pair" } as const],
  ["Organisation", { path: "/organisations", kind: "organisation" } as const],
  ["Webhook", { path: "/webhooks", kind: "webhook" } as const],
]);

interface FoundRecords {
  readonly numbered: readonly Found[];
  readonly named: readonly Found[];
}

/** Return the records for registrars and administrators, by a number and by a name: a number is no name. */
function useRecords(text: string | null): FoundRecords | null {
  const texts = useTexts();
  const { comma } = useFormats();
  const { certificate: words } = useFindingTexts();
  const standingOf = useStanding();
  const viewer = useViewer();
  const isRegistrar = holdsSomewhere(viewer, "REGISTRAR");
  const seesSome = isRegistrar || viewer.roles.includes("ADMIN");
  const isAsked = text !== null && seesSome;
  const numbered = filterOfNumber(text ?? "");
  const isNumber = hasDigits(text ?? "");
  const isOfCertificate = isCertificateNumber(text ?? "");
  const variables = isAsked && {
    text,
    isOfCertificate,
    isName: !isNumber,
    isOfRecord: isNumber || "trackingIdPrefix" in numbered,
    numbered,
  };
  const answer = useAnswer<registryQuery>(QUERY, variables || null);
  if (answer === "asking") return null;
  if (answer === null || text === null) return { numbered: [], named: [] };
  const { byNumber, recordsByName } = answer;
  const records = nodesOf(byNumber?.edges ?? []);
  const onPapers = numbered.certificateNumber ?? numbered.receiptNumber;
  const asFound = (record: (typeof records)[number]) => ({
    path: `/records/${encodeURIComponent(record.id)}`,
    name: subjectOf(record),
    kind: `${texts.records.kinds[record.kind]} ${record.registrationNumber ?? record.trackingId}`,
  });
  const asCertificate = (record: (typeof records)[number]): readonly Found[] => {
    const { standing } = record;
    const shown = standing == null ? null : certificateOf(standing, text);
    if (shown === null) return [];
    const { certificate, pathOf } = shown;
    const kind = `${words.kind}${comma}${standingOf(shown)}`;
    const name = certificate.serialNumber;
    // Whoever opens no certificates reads what was done with them.
    const path = isRegistrar ? pathOf(certificate) : `/trail?record=${encodeURIComponent(name)}`;
    return [{ path, name, kind }];
  };
  // That there is none is an answer, too; the list of records says what it means.
  const noCertificate = {
    path: `/records?number=${encodeURIComponent(text.trim())}`,
    name: text.trim().toUpperCase(),
    kind: words.none,
  };
  const asNumbered = (record: (typeof records)[number]) => {
    // A tracking id is in no result of a record that has a number.
    const isTracked = numbered.trackingIdPrefix !== undefined && record.registrationNumber != null;
    const matched = isTracked ? record.trackingId : onPapers?.toUpperCase();
    return { ...asFound(record), ...(matched !== undefined && { matched }) };
  };
  return {
    numbered: [
      ...(isOfCertificate && records.length === 0 ? [noCertificate] : []),
      ...records.flatMap(asCertificate),
      ...records.map(asNumbered),
    ],
    named: nodesOf(recordsByName?.edges ?? []).map(asFound),
  };
}

/** Return the organisations of a name, for whoever has their page. */
function useOrganisations(text: string | null): readonly Found[] | null {
  const { find } = useFindingTexts();
  const hasPage = routesFor(useViewer()).some(({ path }) => path === "/organisations");
  const variables = hasPage && text !== null ? { text } : null;
  const answer = useAnswer<registryOrganisationsQuery>(ORGANISATIONS, variables);
  if (answer === "asking") return null;
  return nodesOf(answer?.organisations.edges).map(({ id, name, kind, parent }) => ({
    path: `/organisations/${encodeURIComponent(id)}`,
    name: name ?? kind,
    kind: `${find.kinds.organisation} ${parent?.name ?? ""}`,
  }));
}

/** Return where an administrator goes on: the trail by the id of a request or a row. */
function useTrail(id: string | null): readonly Found[] {
  const { find } = useFindingTexts();
  const isAdmin = useViewer().roles.includes("ADMIN");
  if (id === null || !isAdmin) return [];
  return [
    { path: `/trail?correlationId=${id}`, name: find.act, kind: find.trail },
    { path: `/trail?resourceId=${id}`, name: find.row, kind: find.trail },
  ];
}

function hasDigits(text: string): boolean {
  return /\d/.test(text);
}

const THING = graphql`
  query registryIdQuery($id: ID!) {
    node(id: $id) {
      __typename
    }
  }
`;
const ORGANISATIONS = graphql`
  query registryOrganisationsQuery($text: String!) {
    organisations(first: 8, name: $text) {
      edges {
        node {
          id
          name
          kind
          parent {
            name
          }
        }
      }
    }
  }
`;
const QUERY = graphql`
  query registryQuery(
    $text: String!
    $isName: Boolean!
    $isOfRecord: Boolean!
    $isOfCertificate: Boolean!
    $numbered: VitalEventFilter
  ) {
    recordsByName: vitalEvents(first: 8, filter: { name: $text }) @include(if: $isName) {
      edges {
        node {
          ...registry_record @relay(mask: false)
        }
      }
    }
    byNumber: vitalEvents(first: 8, filter: $numbered) @include(if: $isOfRecord) {
      edges {
        node {
          ...registry_record @relay(mask: false)
          ...certificateStanding_event @alias(as: "standing") @include(if: $isOfCertificate)
        }
      }
    }
  }
`;

export const NAME = graphql`
  fragment registry_name on Person {
    firstName
    secondName
    lastName
  }
`;
export const PERSON = graphql`
  fragment registry_person on Person {
    id
    birthDateKnown
    status
    ...registry_name @relay(mask: false)
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
