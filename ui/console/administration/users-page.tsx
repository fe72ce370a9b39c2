/** The page of all users and their roles. */

import { useEffect, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { useSearchParams } from "wouter";
import type { usersPage_clients$key } from "../__generated__/usersPage_clients.graphql";
import type { usersPage_list$key } from "../__generated__/usersPage_list.graphql";
import type { usersPageQuery } from "../__generated__/usersPageQuery.graphql";
import { useAllPages } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { ExportButton } from "../components/export-button";
import { FindInList } from "../components/find-in-list";
import { leaveFreely } from "../components/guarded-history";
import { Page } from "../components/page";
import { Rows } from "../components/rows";
import { useTexts } from "../texts/texts";
import { NewUser } from "./new-user";
import { UserRow } from "./user-row";

/** List all users and create new ones. */
export default function UsersPage() {
  const texts = useTexts();
  const [isAdding, setIsAdding] = useState(false);
  const [search, setSearch] = useSearchParams();
  // Ctrl-K asks for it by the address, also where the page is shown already.
  const isAsked = search.has("add");
  useEffect(() => {
    if (!isAsked) return;
    setIsAdding(true);
    setSearch({}, { replace: true });
  }, [isAsked, setSearch]);
  // The list shows whom it found anew, with the field that finds.
  const [added, setAdded] = useState("");
  const query = usePageQuery<usersPageQuery>(
    graphql`
      query usersPageQuery {
        ...usersPage_list
        ...usersPage_clients
      }
    `,
    {},
  );
  const list = usePaginationFragment<usersPageQuery, usersPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.users.edges);
  const clients = usePaginationFragment<usersPageQuery, usersPage_clients$key>(CLIENTS, query);
  useAllPages(clients, true);
  const interfaces = nodesOf(clients.data.clients.edges).filter(
    ({ kind }) => kind === "USER_INTERFACE",
  );
  const actions = (
    <>
      <ExportButton list="users" given={{}} />
      <Button variant="primary" onPress={() => setIsAdding(true)}>
        <ActIcon of="add" /> {texts.users.add}
      </Button>
    </>
  );
  return (
    <Page title={texts.users.title} actions={actions}>
      <FindInList
        key={added}
        list={list}
        rows={rows}
        textOf={(user) => `${user.username} ${user.displayName} ${user.databaseId}`}
      >
        {(found) => (
          <Rows rows={found} hasNext={list.hasNext}>
            {(user, place) => <UserRow user={user} clients={interfaces} place={place} />}
          </Rows>
        )}
      </FindInList>
      {isAdding && (
        <NewUser
          connection={list.data.users.__id}
          clientId={interfaces[0]?.id}
          onClose={() => setIsAdding(false)}
          onAdded={(username) => {
            leaveFreely();
            setIsAdding(false);
            setSearch({ find: username }, { replace: true });
            setAdded(username);
          }}
        />
      )}
    </Page>
  );
}

const LIST = graphql`
  fragment usersPage_list on Query
  @refetchable(queryName: "usersPageMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 50 }, after: { type: "String" }) {
    users(first: $first, after: $after) @connection(key: "usersPage_users") {
      __id
      edges {
        node {
          id
          databaseId
          username
          displayName
          ...userRow_user
        }
      }
    }
  }
`;

/** All clients, for a role is granted through any user interface. */
const CLIENTS = graphql`
  fragment usersPage_clients on Query
  @refetchable(queryName: "usersPageMoreClientsQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 100 }, after: { type: "String" }) {
    clients(first: $first, after: $after) @connection(key: "usersPage_clients") {
      edges {
        node {
          id
          name
          kind
        }
      }
    }
  }
`;
