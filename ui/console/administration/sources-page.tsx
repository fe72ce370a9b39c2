/** The page of all sources of records. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { sourcesPage_list$key } from "../__generated__/sourcesPage_list.graphql";
import type { sourcesPageQuery } from "../__generated__/sourcesPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { LoadMore } from "../components/load-more";
import { Page } from "../components/page";
import { useViewer } from "../shell/viewer";
import { useSourcesTexts } from "../texts/sources-texts";
import { NewSource } from "./new-source";
import { SourceRow } from "./source-row";

/**
 * List all sources, how each is asked and read, and make, change and retire them.
 *
 * A steward has those of whose groups their organisations are, and changes none.
 */
export default function SourcesPage() {
  const labels = useSourcesTexts();
  const [isAdding, setIsAdding] = useState(false);
  const query = usePageQuery<sourcesPageQuery>(
    graphql`
      query sourcesPageQuery {
        ...sourcesPage_list
      }
    `,
    {},
  );
  const list = usePaginationFragment<sourcesPageQuery, sourcesPage_list$key>(LIST, query);
  const isAdmin = useViewer().roles.includes("ADMIN");
  const rows = nodesOf(list.data.sources.edges).filter(
    ({ theirs }) => isAdmin || nodesOf(theirs.edges).length > 0,
  );
  return (
    <Page
      title={labels.all}
      actions={
        isAdmin && (
          <Button variant="primary" onPress={() => setIsAdding(true)}>
            <ActIcon of="add" /> {labels.add}
          </Button>
        )
      }
    >
      <p className="faint">{labels.allExplanation}</p>
      <ul className="rows" id="list">
        {rows.map((source) => (
          <SourceRow key={source.id} source={source} changes={isAdmin} />
        ))}
      </ul>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(50)}
        isEmpty={rows.length === 0}
        emptyText={isAdmin ? labels.none : labels.noneOfTheirs}
      />
      {isAdding && (
        <NewSource connection={list.data.sources.__id} onClose={() => setIsAdding(false)} />
      )}
    </Page>
  );
}

const LIST = graphql`
  fragment sourcesPage_list on Query
  @refetchable(queryName: "sourcesPageMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 50 }, after: { type: "String" }) {
    sources(first: $first, after: $after) @connection(key: "sourcesPage_sources") {
      __id
      edges {
        node {
          id
          theirs: links(first: 1) {
            edges {
              node {
                id
              }
            }
          }
          ...sourceRow_source
        }
      }
    }
  }
`;
