/** The letters that one was sent: about what, when, and whether a mail server took them. */
import { graphql, usePaginationFragment } from "react-relay";
import type { sentLetters_list$key } from "../__generated__/sentLetters_list.graphql";
import type { sentLettersMoreQuery } from "../__generated__/sentLettersMoreQuery.graphql";
import type { sentLettersQuery } from "../__generated__/sentLettersQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LoadMore } from "../components/load-more";
import { Moment } from "../components/moment";
import { Unfolded } from "../components/unfolded";
import { useLettersTexts } from "../texts/letters-texts";

/** Show the way to them. */
export function SentLetters() {
  const { sent } = useLettersTexts().own;
  return (
    <Unfolded summary={sent.show}>
      <Letters />
    </Unfolded>
  );
}

function Letters() {
  const { kinds, sent } = useLettersTexts().own;
  const query = usePageQuery<sentLettersQuery>(QUERY, {});
  const list = usePaginationFragment<sentLettersMoreQuery, sentLetters_list$key>(LIST, query);
  const rows = nodesOf(list.data.myLetters.edges);
  const names: Readonly<Record<string, string>> = { ...kinds, ...sent.others };
  return (
    <>
      <p className="faint">{sent.whereTo}</p>
      <ol className="rows" aria-label={sent.show}>
        {rows.map(({ letterId, kind, status, writtenAt, sentAt }) => (
          <li key={letterId}>
            <span className="row-title">{names[kind] ?? kind}</span>
            <span className="badge">{sent.statuses[status]}</span>
            <Moment at={sentAt ?? writtenAt} />
          </li>
        ))}
      </ol>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(20)}
        isEmpty={rows.length === 0}
        emptyText={sent.none}
      />
    </>
  );
}

const QUERY = graphql`
  query sentLettersQuery {
    ...sentLetters_list
  }
`;
const LIST = graphql`
  fragment sentLetters_list on Query
  @refetchable(queryName: "sentLettersMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
  ) {
    myLetters(first: $first, after: $after) @connection(key: "sentLetters_myLetters") {
      edges {
        node {
          letterId
          kind
          status
          writtenAt
          sentAt
        }
      }
    }
  }
`;
