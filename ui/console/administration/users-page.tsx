/** Who may sign in, and with which roles. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { usersPage_list$key } from "../__generated__/usersPage_list.graphql";
import type { usersPageQuery } from "../__generated__/usersPageQuery.graphql";
import { usePageQuery } from "../asking/queries";
import { rowsOf } from "../asking/rows";
import { Button } from "../parts/button";
import { Endless } from "../parts/endless";
import { Page } from "../parts/page";
import { useTexts } from "../texts/texts";
import { NewUser } from "./new-user";
import { UserRow } from "./user-row";

/** Shows all users and takes in new ones. */
export default function UsersPage() {
  const texts = useTexts();
  const [isAdding, add] = useState(false);
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
  const rows = rowsOf(list.data.users.edges);
  const interfaces = rowsOf(query.clients.edges).filter((it) => it.kind === "USER_INTERFACE");
  const actions = (
    <Button look="primary" onPress={() => add(true)}>
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
      <Endless
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onNext={() => list.loadNext(50)}
        isEmpty={rows.length === 0}
      />
      {isAdding && <NewUser connection={list.data.users.__id} onClose={() => add(false)} />}
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
