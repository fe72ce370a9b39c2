/** The button that saves what the registry has of a person, and who has seen it, as one file. */
import { Download } from "lucide-react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { IEnvironment } from "relay-runtime";
import type { ownDataFileQuery } from "../__generated__/ownDataFileQuery.graphql";
import type { ownDataFileReadingsQuery } from "../__generated__/ownDataFileReadingsQuery.graphql";
import { saveAs } from "../administration/saving";
import { useAttempt } from "../api/attempt";
import { nodesOf } from "../api/connections";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { RefusalNotice } from "../components/notice";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";

/** Ask for all of it anew, page after page, and let the browser save it as JSON. */
export function OwnDataFile() {
  const texts = useTexts();
  const { mine } = useOrganisationsTexts();
  const environment = useRelayEnvironment();
  const say = useSay();
  const { attempt, isPending, refusal } = useAttempt();
  const save = () =>
    attempt(async () => {
      const asked = fetchQuery<ownDataFileQuery>(environment, RECORD, {});
      const held = (await asked.toPromise())?.viewer.person;
      const seen = await readingsOf(environment);
      const name = `my-data-${new Date().toISOString().slice(0, 10)}.json`;
      // The opaque ids by which the console knows a row say nothing to whom it is about.
      const ofUse = (key: string, value: unknown) => (key === "id" ? undefined : value);
      saveAs(name, `${JSON.stringify({ ...held, seenBy: seen }, ofUse, 2)}\n`);
      say({ text: texts.lists.saved(name) });
    });
  return (
    <>
      <Button isDisabled={isPending} onPress={() => void save()}>
        <Download className="icon" aria-hidden="true" /> {mine.file}
      </Button>
      <span role="status">{isPending && texts.shell.loading}</span>
      <RefusalNotice refusal={refusal} />
    </>
  );
}

type Page = ownDataFileReadingsQuery["response"]["ownReadings"];

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
  const asked = fetchQuery<ownDataFileReadingsQuery>(environment, READINGS, { after });
  return (await asked.toPromise())?.ownReadings;
}

const RECORD = graphql`
  query ownDataFileQuery {
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
  query ownDataFileReadingsQuery($after: String) {
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
