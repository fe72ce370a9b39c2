/** The list of one's own sessions, read anew: it says what ended elsewhere, or along with a password. */
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { sessionsAnewQuery } from "../__generated__/sessionsAnewQuery.graphql";
import { nodesOf } from "../api/connections";

/**
 * Return the function that reads the list anew, and returns how many other sessions are open; null
 * where no answer came.
 */
export function useSessionsAnew(): () => Promise<number | null> {
  const environment = useRelayEnvironment();
  return async () => {
    const force = { networkCacheConfig: { force: true } };
    const answer = await fetchQuery<sessionsAnewQuery>(environment, QUERY, {}, force)
      .toPromise()
      .catch(() => null);
    if (answer == null) return null;
    return nodesOf(answer.open.edges).filter(({ isCurrent }) => !isCurrent).length;
  };
}

const QUERY = graphql`
  query sessionsAnewQuery {
    open: mySessions(first: 100) {
      edges {
        node {
          id
          isCurrent
        }
      }
    }
    ...ownSessions_list
  }
`;
