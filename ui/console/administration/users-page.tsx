/** The page of all users and their roles. */

import { Suspense, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { useSearchParams } from "wouter";
import type { usersPage_clients$key } from "../__generated__/usersPage_clients.graphql";
import type { usersPage_list$key } from "../__generated__/usersPage_list.graphql";
import type { usersPageQuery } from "../__generated__/usersPageQuery.graphql";
import { useAllPages } from "../api/all-pages";
import { useAsked } from "../api/asked";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { useRested } from "../api/rested";
import { ActIcon } from "../components/act-icon";
import { useAskedToAdd } from "../components/asked-to-add";
import { Button } from "../components/button";
import { ExportButton } from "../components/export-button";
import { TextField } from "../components/fields";
import { leaveFreely } from "../components/guarded-history";
import { ListRows } from "../components/list-rows";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { useTexts } from "../texts/texts";
import { NewUser } from "./new-user";
import { userFilter } from "./user-filter";
import { UserRow } from "./user-row";

/** List the users whom the words of the address find, `?find=reyes`, or all, and create new ones. */
export default function UsersPage() {
  const texts = useTexts();
  const [isAdding, setIsAdding] = useState(false);
  const [search, setSearch] = useSearchParams();
  useAskedToAdd(() => setIsAdding(true));
  const words = search.get("find") ?? "";
  const rested = useRested(words);
  const asked = useAsked<usersPageQuery["variables"]>({ filter: userFilter(rested) });
  const { filter } = asked.variables;
  const find = (next: string) =>
    setSearch(next.trim() === "" ? {} : { find: next }, { replace: true });
  const actions = (
    <>
      <ExportButton list="users" given={{ filter }} />
      <Button variant="primary" onPress={() => setIsAdding(true)}>
        <ActIcon of="add" /> {texts.users.add}
      </Button>
    </>
  );
  return (
    <Page title={texts.users.title} actions={actions}>
      <div className="filters" role="search">
        <TextField label={texts.lists.find} type="search" value={words} onChange={find} />
      </div>
      <QueryBoundary {...asked.boundary}>
        <Users
          filter={filter}
          isAdding={isAdding}
          onClose={() => setIsAdding(false)}
          onAdded={(username) => {
            leaveFreely();
            setIsAdding(false);
            find(username);
          }}
        />
      </QueryBoundary>
    </Page>
  );
}

interface UsersProps {
  readonly filter: usersPageQuery["variables"]["filter"];
  readonly isAdding: boolean;
  readonly onClose: () => void;
  readonly onAdded: (username: string) => void;
}

/** The rows, and the dialog of a new one among them. */
function Users({ filter, isAdding, onClose, onAdded }: UsersProps) {
  const query = usePageQuery<usersPageQuery>(
    graphql`
      query usersPageQuery($filter: UserFilter) {
        ...usersPage_list @arguments(filter: $filter)
        ...usersPage_clients
      }
    `,
    { filter },
  );
  const list = usePaginationFragment<usersPageQuery, usersPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.users.edges);
  const clients = usePaginationFragment<usersPageQuery, usersPage_clients$key>(CLIENTS, query);
  useAllPages(clients, true);
  const interfaces = nodesOf(clients.data.clients.edges).filter(
    ({ kind }) => kind === "USER_INTERFACE",
  );
  return (
    <>
      <ListRows list={list} rows={rows}>
        {(user, place) => <UserRow user={user} clients={interfaces} place={place} />}
      </ListRows>
      {isAdding && (
        <Suspense>
          <NewUser
            connection={list.data.users.__id}
            clientId={interfaces[0]?.id}
            onClose={onClose}
            onAdded={onAdded}
          />
        </Suspense>
      )}
    </>
  );
}

const LIST = graphql`
  fragment usersPage_list on Query
  @refetchable(queryName: "usersPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 50 }
    after: { type: "String" }
    filter: { type: "UserFilter" }
  ) {
    users(first: $first, after: $after, filter: $filter) @connection(key: "usersPage_users") {
      __id
      edges {
        node {
          id
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
