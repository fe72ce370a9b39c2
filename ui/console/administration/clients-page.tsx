/** The page of all clients: user interfaces, and machines with their secrets. */

import { Suspense, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { clientsPage_list$key } from "../__generated__/clientsPage_list.graphql";
import type { clientsPageQuery } from "../__generated__/clientsPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { useAskedToAdd } from "../components/asked-to-add";
import { Button } from "../components/button";
import { ExportButton } from "../components/export-button";
import { FindInList } from "../components/find-in-list";
import { Page } from "../components/page";
import { Rows } from "../components/rows";
import { SecretDialog } from "../components/secret-dialog";
import { useTexts } from "../texts/texts";
import { ClientMade } from "./client-made";
import { ClientRow } from "./client-row";
import { type MadeClient, NewClient } from "./new-client";
import { WebhooksOfPrograms } from "./webhooks-of-programs";

/** List all clients and create new ones. */
export default function ClientsPage() {
  const texts = useTexts();
  const [isAdding, setIsAdding] = useState(false);
  useAskedToAdd(() => setIsAdding(true));
  const [secret, setSecret] = useState<string | null>(null);
  const [keepsWebhooks, setKeepsWebhooks] = useState(false);
  const [made, setMade] = useState<MadeClient | null>(null);
  const query = usePageQuery<clientsPageQuery>(
    graphql`
      query clientsPageQuery {
        ...clientsPage_list
      }
    `,
    {},
  );
  const list = usePaginationFragment<clientsPageQuery, clientsPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.clients.edges);
  const actions = (
    <>
      <ExportButton list="clients" given={{}} />
      <Button variant="primary" onPress={() => setIsAdding(true)}>
        <ActIcon of="add" /> {texts.clients.add}
      </Button>
    </>
  );
  return (
    <Page title={texts.clients.title} actions={actions}>
      {made !== null && secret === null && (
        <Suspense>
          <ClientMade client={made} />
        </Suspense>
      )}
      <FindInList
        list={list}
        rows={rows}
        textOf={(client) => `${client.name} ${client.databaseId}`}
      >
        {(found) => (
          <Rows rows={found} hasNext={list.hasNext}>
            {(client, place) => <ClientRow client={client} onSecret={setSecret} place={place} />}
          </Rows>
        )}
      </FindInList>
      {isAdding && (
        <Suspense>
          <NewClient
            connection={list.data.clients.__id}
            onClose={(next) => {
              setIsAdding(false);
              setSecret(next?.secret ?? null);
              setKeepsWebhooks(next?.keepsWebhooks === true);
              setMade(next?.secret == null ? null : next);
            }}
          />
        </Suspense>
      )}
      {secret !== null && (
        <SecretDialog
          title={texts.clients.secretTitle}
          explanation={texts.clients.secretExplanation}
          secret={secret}
          onClose={() => {
            setSecret(null);
            setKeepsWebhooks(false);
          }}
        >
          {keepsWebhooks && (
            <Suspense>
              <WebhooksOfPrograms />
            </Suspense>
          )}
        </SecretDialog>
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
          databaseId
          name
          ...clientRow_client
        }
      }
    }
  }
`;
