/** Who has seen one's own record: which office, when and how, without names (rule D7). */
import { graphql, usePaginationFragment } from "react-relay";
import type {
  ownReadings_list$data,
  ownReadings_list$key,
} from "../__generated__/ownReadings_list.graphql";
import type { ownReadingsMoreQuery } from "../__generated__/ownReadingsMoreQuery.graphql";
import type { ownReadingsQuery } from "../__generated__/ownReadingsQuery.graphql";
import { actionText } from "../administration/action-text";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LoadMore } from "../components/load-more";
import { Moment } from "../components/moment";
import { Unfolded } from "../components/unfolded";
import { useReadingsTexts } from "../texts/readings-texts";
import { useTexts } from "../texts/texts";
import { useReaderName } from "./reader-name";

/** Say who sees the record, and offer the list of who has seen it. */
export function OwnReadings() {
  const { mine } = useReadingsTexts();
  return (
    <section>
      <h2>{mine.title}</h2>
      <p>{mine.explanation}</p>
      <Unfolded summary={mine.show} explanation={mine.notInIt}>
        <Readings />
      </Unfolded>
    </section>
  );
}

function Readings() {
  const texts = useTexts();
  const { mine, why, none } = useReadingsTexts();
  const query = usePageQuery<ownReadingsQuery>(
    graphql`
      query ownReadingsQuery {
        ...ownReadings_list
      }
    `,
    {},
  );
  const list = usePaginationFragment<ownReadingsMoreQuery, ownReadings_list$key>(LIST, query);
  const rows = nodesOf(list.data.ownReadings.edges);
  return (
    <>
      <ol className="rows" aria-label={mine.title}>
        {rows.map((reading) => (
          <li key={reading.readingId}>
            <Reader of={reading} />
            <span>{why[reading.action] ?? actionText(reading.action, texts)}</span>
            <Moment at={reading.readAt} />
          </li>
        ))}
      </ol>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(20)}
        isEmpty={rows.length === 0}
        emptyText={none}
      />
    </>
  );
}

type Edge = NonNullable<ownReadings_list$data["ownReadings"]["edges"]>[number];

/** The office by its name and what whoever looked is there; a machine is its client. */
function Reader({ of }: { of: NonNullable<Edge>["node"] }) {
  const texts = useTexts();
  const nameOf = useReaderName();
  return (
    <>
      <span className="row-title">
        <bdi>{nameOf(of)}</bdi>
      </span>
      {of.roles.map((role) => (
        <span key={role} className="badge">
          {texts.roles[role]}
        </span>
      ))}
    </>
  );
}

const LIST = graphql`
  fragment ownReadings_list on Query
  @refetchable(queryName: "ownReadingsMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
  ) {
    ownReadings(first: $first, after: $after) @connection(key: "ownReadings_ownReadings") {
      edges {
        node {
          readingId
          clientName
          byMachine
          organisations
          roles
          action
          readAt
        }
      }
    }
  }
`;
