/** Users by a name or a user name, for administrators; the API has no search for them. */
import { graphql } from "react-relay";
import type { usersQuery } from "../__generated__/usersQuery.graphql";
import { nodesOf } from "../api/connections";
import { useViewer } from "../shell/viewer";
import { useFindingTexts } from "../texts/finding-texts";
import { useAnswer } from "./answer";
import type { Found } from "./found";
import { hasWords } from "./words";

const MOST = 8;

/** Return the users of the first hundred, and their page, which looks through all; null while it is asked. */
export function useUsers(text: string | null): readonly Found[] | null {
  const { find } = useFindingTexts();
  const isAsked = useViewer().roles.includes("ADMIN") && text !== null;
  const answer = useAnswer<usersQuery>(USERS, isAsked ? {} : null);
  if (answer === "asking") return null;
  if (!isAsked) return [];
  const users = nodesOf(answer?.users.edges)
    .filter(({ username, displayName }) => hasWords(`${displayName} ${username}`, text))
    .slice(0, MOST)
    .map(({ username, displayName }) => ({
      path: `/users?find=${encodeURIComponent(username)}`,
      name: displayName,
      kind: `${find.user} ${username}`,
    }));
  const all = {
    path: `/users?find=${encodeURIComponent(text)}`,
    name: text,
    kind: find.amongUsers,
  };
  return users.some(({ path }) => path === all.path) ? users : [...users, all];
}

const USERS = graphql`
  query usersQuery {
    users(first: 100) {
      edges {
        node {
          username
          displayName
        }
      }
    }
  }
`;
