/** The programs that come in: user interfaces, and machines with their secrets. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { clientsPage_list$key } from "../__generated__/clientsPage_list.graphql";
import type { clientsPageQuery } from "../__generated__/clientsPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Button } from "../parts/button";
import { Endless } from "../parts/endless";
import { Page } from "../parts/page";
import { Secret } from "../parts/secret";
import { useTexts } from "../texts/texts";
import { ClientRow } from "./client-row";
import { NewClient } from "./new-client";

/** Shows all clients and makes new ones. */
export default function ClientsPage() {
  const texts = useTexts();
  const [isAdding, add] = useState(false);
  const [secret, tell] = useState<string | null>(null);
  const query = usePageQuery<clientsPageQuery>(
    graphql`
      query clientsPageQuery {
        ...clientsPage_list
      }
    `,
    {},
  );
  const list = usePaginationFragment<clientsPageQuery, clientsPage_list$key>(LIST, query);
  const rows = rowsOf(list.data.clients.edges);
  const actions = (
    <Button look="primary" onPress={() => add(true)}>
      {texts.clients.add}
    </Button>
  );
  return (
    <Page title={texts.clients.title} actions={actions}>
      <ul className="rows">
        {rows.map((client) => (
          <ClientRow key={client.id} client={client} onSecret={tell} />
        ))}
      </ul>
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(50)}
        isEmpty={rows.length === 0}
      />
      {isAdding && (
        <NewClient
          connection={list.data.clients.__id}
          onClose={(made) => {
            add(false);
            tell(made);
          }}
        />
      )}
      {secret !== null && (
        <Secret
          title={texts.clients.secretTitle}
          words={texts.clients.secretWords}
          secret={secret}
          onClose={() => tell(null)}
        />
      )}
    </Page>
  );
}

const LIST = graphql`
  fragment clientsPage_list on Query
  @refetchable(queryName: "clientsPageMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 50 }, after: { type: "String" }) {
    clients(first: $first, after: $after) @connection(key: "clientsPage_clients") {
      __id
      edges {
        node {
          id
          ...clientRow_client
        }
      }
    }
  }
`;
