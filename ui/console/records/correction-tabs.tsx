/** How many corrections each list of a registrar has, as the links to the lists. */
import { Suspense } from "react";
import { graphql } from "react-relay";
import type {
  correctionTabsQuery,
  correctionTabsQuery$data,
} from "../__generated__/correctionTabsQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Tabs } from "../components/tabs";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats } from "../texts/texts";

/** What each list asks of the API. */
export const lists = {
  waiting: { status: ["REQUESTED"], isMine: false },
  mine: { status: ["REQUESTED"], isMine: true },
  answered: { status: ["APPROVED", "REJECTED", "WITHDRAWN"], isMine: true },
  settled: { status: ["APPROVED", "REJECTED", "WITHDRAWN"] },
} as const;
export type Show = keyof typeof lists;
type Counts = correctionTabsQuery$data;
type Kind = correctionTabsQuery["variables"]["kind"];

interface CorrectionTabsProps {
  readonly show: Show;
  /** Of which kind alone; null is all. */
  readonly kind: Kind;
}

/** Show the links; the list waits for no count. */
export function CorrectionTabs(props: CorrectionTabsProps) {
  return (
    <Suspense fallback={<Links {...props} counts={null} />}>
      <CountedTabs {...props} />
    </Suspense>
  );
}

function CountedTabs(props: CorrectionTabsProps) {
  return <Links {...props} counts={usePageQuery<correctionTabsQuery>(COUNTS, props)} />;
}

function Links({ show, kind, counts }: CorrectionTabsProps & { counts: Counts | null }) {
  const { corrections: labels } = useDeskTexts();
  const { number } = useFormats();
  const tabs = (Object.keys(lists) as Show[]).map((name) => {
    // All that was ever settled is not counted.
    const counted = name === "settled" ? null : (counts?.[name] ?? null);
    const count = counted && number(counted.nodes?.length ?? 0);
    return {
      name,
      text: labels.shows[name],
      address: `/corrections?show=${name}${kind == null ? "" : `&kind=${kind}`}`,
      count: count && (counted?.pageInfo.hasNextPage ? `${count}+` : count),
    };
  });
  return <Tabs label={labels.tabs} tabs={tabs} shown={show} />;
}

const COUNTS = graphql`
  query correctionTabsQuery($kind: VitalEventKind) {
    waiting: corrections(
      first: 99
      filter: { status: [REQUESTED], isMine: false, kind: $kind }
    ) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
      }
    }
    mine: corrections(first: 99, filter: { status: [REQUESTED], isMine: true, kind: $kind }) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
      }
    }
    answered: corrections(
      first: 99
      filter: { status: [APPROVED, REJECTED, WITHDRAWN], isMine: true, kind: $kind }
    ) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;
