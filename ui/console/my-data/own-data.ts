/** All that the registry has of a person, and who has seen it, asked for anew. */
import { fetchQuery, graphql } from "react-relay";
import type { IEnvironment } from "relay-runtime";
import type { ownDataQuery } from "../__generated__/ownDataQuery.graphql";
import type { ownDataReadingsQuery } from "../__generated__/ownDataReadingsQuery.graphql";
import { nodesOf } from "../api/connections";

export type OwnData = Awaited<ReturnType<typeof ownData>>;

/** Ask for it, page after page. */
export async function ownData(environment: IEnvironment) {
  const held = await fetchQuery<ownDataQuery>(environment, RECORD, {}).toPromise();
  return { held: held?.viewer.person, seenBy: await readingsOf(environment) };
}

type Page = ownDataReadingsQuery["response"]["ownReadings"];

async function readingsOf(environment: IEnvironment) {
  const pages: Page[] = [];
  for (let after: string | null | undefined = null; after !== undefined; ) {
    const page: Page | undefined = await pageOf(environment, after);
    if (page !== undefined) pages.push(page);
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  }
  return pages.flatMap(({ edges }) => nodesOf(edges));
}

async function pageOf(environment: IEnvironment, after: string | null) {
  const asked = fetchQuery<ownDataReadingsQuery>(environment, READINGS, { after });
  return (await asked.toPromise())?.ownReadings;
}

const RECORD = graphql`
  query ownDataQuery {
    viewer {
      person {
        databaseId
        ...recordValues_person @relay(mask: false)
        memberships {
          ...memberships_membership @relay(mask: false)
        }
        consents {
          ...permissions_consent @relay(mask: false)
        }
      }
    }
  }
`;

const READINGS = graphql`
  query ownDataReadingsQuery($after: String) {
    ownReadings(first: 50, after: $after) {
      edges {
        node {
          readAt
          action
          organisations
          roles
          clientName
          byMachine
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
