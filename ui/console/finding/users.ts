/** Users by words of a name or a user name, or by their id, for administrators. */
import { graphql } from "react-relay";
import type { usersQuery } from "../__generated__/usersQuery.graphql";
import { userFilter } from "../administration/user-filter";
import { nodesOf } from "../api/connections";
import { useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useAnswer } from "./answer";
import type { Found } from "./found";

/** Return who is found, and of several the page that lists them; null while it is asked. */
export function useUsers(text: string | null): readonly Found[] | null {
  const { find } = useFindingTexts();
  const isAsked = useViewer().roles.includes("ADMIN") && text !== null;
  const answer = useAnswer<usersQuery>(USERS, isAsked ? { filter: userFilter(text) } : null);
  if (answer === "asking") return null;
  if (!isAsked) return [];
  const users = nodesOf(answer?.users.edges).map(({ username, displayName }) => ({
    path: `/users?find=${encodeURIComponent(username)}`,
    name: displayName,
    kind: `${find.user} ${username}`,
  }));
  const all = {
    path: `/users?find=${encodeURIComponent(text)}`,
    name: text,
    kind: find.amongUsers,
  };
  const isOffered = users.length > 1 && users.every(({ path }) => path !== all.path);
  return isOffered ? [...users, all] : users;
}

const USERS = graphql`
  query usersQuery($filter: UserFilter) {
    users(first: 8, filter: $filter) {
      edges {
        node {
          username
          displayName
        }
      }
    }
  }
`;
