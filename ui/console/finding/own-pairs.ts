/** What a reviewer finds by a name: pairs of their own, open and decided, and the people in them. */
import { graphql } from "react-relay";
import type { ownPairsQuery, ownPairsQuery$data } from "../__generated__/ownPairsQuery.graphql";
import { nodesOf } from "../api/connections";
import { fullName } from "../persons/names";
import { useSaid } from "../review/said";
import { useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useFormats } from "../texts/texts";
import { useAnswer } from "./answer";
import type { Found } from "./found";
import { hasWords } from "./words";

type Pair = NonNullable<
  NonNullable<ownPairsQuery$data["mergeRequests"]["edges"]>[number]
>["node"]["manualMergeCandidate"]["mergeCandidate"];

/** Return them, the people first; null while they are asked. */
export function useOwnPairs(text: string | null): readonly Found[] | null {
  const said = useSaid();
  const { knownDate } = useFormats();
  const { find } = useFindingTexts();
  const isReviewer = useViewer().roles.includes("NHS_REVIEWER");
  const variables = isReviewer && text !== null ? { text } : null;
  const answer = useAnswer<ownPairsQuery>(PAIRS, variables);
  const gaveWay = (status: string) => (status === "INACTIVE" ? find.gaveWay : null);
  if (answer === "asking") return null;
  if (answer === null || text === null) return [];
  const pairs = nodesOf(answer.mergeRequests.edges);
  const people = pairs.flatMap((pair) => named(pair.manualMergeCandidate.mergeCandidate, text));
  return [
    ...people.map(({ id, birthDateKnown, status, ...person }) => ({
      path: `/requests/persons/${encodeURIComponent(id)}`,
      name: fullName(person),
      kind: kindOf([
        find.kinds.known,
        birthDateKnown && knownDate(birthDateKnown),
        gaveWay(status),
      ]),
    })),
    ...pairs.map(({ id, status, manualMergeCandidate: { mergeCandidate } }) => ({
      path: `/requests/${encodeURIComponent(id)}`,
      name: `${fullName(mergeCandidate.person)} · ${fullName(mergeCandidate.masterPerson)}`,
      kind: `${find.kinds.pair} · ${said(status)}`,
    })),
  ];
}

function kindOf(parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}

/** Return who of a pair is named so; both, where the API knows the name by other letters. */
function named({ person, masterPerson }: Pair, text: string) {
  const both = [person, masterPerson];
  const found = both.filter((it) => hasWords(fullName(it), text));
  return found.length === 0 ? both : found;
}

const PAIRS = graphql`
  query ownPairsQuery($text: String!) {
    mergeRequests(
      first: 20
      filter: { name: $text, status: [NEW, POSTPONE, MERGE, SPLIT, TRASH] }
    ) {
      edges {
        node {
          id
          status
          manualMergeCandidate {
            mergeCandidate {
              person {
                ...registry_person @relay(mask: false)
              }
              masterPerson {
                ...registry_person @relay(mask: false)
              }
            }
          }
        }
      }
    }
  }
`;
