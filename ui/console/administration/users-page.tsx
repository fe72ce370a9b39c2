/** The page of all users and their roles. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { usersPage_list$key } from "../__generated__/usersPage_list.graphql";
import type { usersPageQuery } from "../__generated__/usersPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { LoadMore } from "../components/load-more";
import { Page } from "../components/page";
import { useTexts } from "../texts/texts";
import { NewUser } from "./new-user";
import { UserRow } from "./user-row";

/** List all users and create new ones. */
export default function UsersPage() {
  const texts = useTexts();
  const [isAdding, setIsAdding] = useState(false);
  const query = usePageQuery<usersPageQuery>(
    graphql`
      query usersPageQuery {
        ...usersPage_list
        clients(first: 100) {
          edges {
            node {
              id
              name
              kind
            }
          }
        }
      }
    `,
    {},
  );
  const list = usePaginationFragment<usersPageQuery, usersPage_list$key>(LIST, query);
  const rows = nodesOf(list.data.users.edges);
  const interfaces = nodesOf(query.clients.edges).filter(({ kind }) => kind === "USER_INTERFACE");
  const actions = (
    <Button variant="primary" onPress={() => setIsAdding(true)}>
      {texts.users.add}
    </Button>
  );
  return (
    <Page title={texts.users.title} actions={actions}>
      <ul className="rows">
        {rows.map((user) => (
          <UserRow key={user.id} user={user} clients={interfaces} />
        ))}
      </ul>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(50)}
        isEmpty={rows.length === 0}
      />
      {isAdding && <NewUser connection={list.data.users.__id} onClose={() => setIsAdding(false)} />}
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
          ...userRow_user
        }
      }
    }
  }
`;
