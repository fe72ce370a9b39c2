/** How the last sync with a source went, and each organisation whose own last one stopped or waits for somebody. */
import { graphql, useFragment } from "react-relay";
import type { sourceSyncs_source$key } from "../__generated__/sourceSyncs_source.graphql";
import { nodesOf } from "../api/connections";
import { LastSync } from "../organisations/last-sync";
import { OrganisationLink } from "../organisations/organisation-name";
import { useSourcesTexts } from "../texts/sources-texts";

/** Show them, those that need somebody below the last one that does not. */
export function SourceSyncs({ of }: { of: sourceSyncs_source$key }) {
  const labels = useSourcesTexts();
  const { lastSyncedLink: last, stopped, retiredAt } = useFragment(SOURCE, of);
  if (last == null) return <p className="faint">{labels.never}</p>;
  const links = nodesOf(stopped.edges);
  const shown = links.some(({ id }) => id === last.id) ? links : [last, ...links];
  return (
    <>
      {shown.map((link) => (
        <LastSync
          key={link.id}
          of={link.lastRun}
          good={link.lastGoodRun}
          isRetired={retiredAt != null}
        >
          <OrganisationLink of={link.organisation} />
        </LastSync>
      ))}
      {stopped.pageInfo.hasNextPage && <p>{labels.moreStopped}</p>}
    </>
  );
}

const SOURCE = graphql`
  fragment sourceSyncs_source on Source {
    retiredAt
    lastSyncedLink {
      ...sourceSyncs_link @relay(mask: false)
    }
    stopped: links(first: 5, lastRun: [FAILED, HELD]) {
      edges {
        node {
          ...sourceSyncs_link @relay(mask: false)
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;
void graphql`
  fragment sourceSyncs_link on SourceLink {
    id
    organisation {
      id
      name
    }
    lastRun {
      ...lastSync_run
    }
    lastGoodRun {
      ...lastSync_good
    }
  }
`;
