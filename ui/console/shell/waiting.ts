/** What waits for the user, by the pages of the menu: one question a role, asked anew like other live figures. */
import { graphql } from "react-relay";
import type { waitingConsentsQuery } from "../__generated__/waitingConsentsQuery.graphql";
import type { waitingDisputesQuery } from "../__generated__/waitingDisputesQuery.graphql";
import type { waitingFailuresQuery } from "../__generated__/waitingFailuresQuery.graphql";
import type { waitingMergesQuery } from "../__generated__/waitingMergesQuery.graphql";
import type { waitingRecordsQuery } from "../__generated__/waitingRecordsQuery.graphql";
import { nodesOf } from "../api/connections";
import { useLiveQuery } from "../api/live";
import type { Texts } from "../texts/english";
import { holdsSomewhere, useViewer } from "./viewer";

export type Waiting = Readonly<Partial<Record<keyof Texts["menu"], number>>>;

const MINUTE_MS = 60_000;

/**
 * Return the counts; none before they are known, and none for who has no such page.
 *
 * A reviewer's pages say it themselves: each decision would cost a second request.
 */
export function useWaiting(): Waiting {
  const viewer = useViewer();
  const { roles } = viewer;
  const options = (isAsked: boolean) => ({ everyMs: MINUTE_MS, isAsked, isUnasked: true });
  const registrar = options(holdsSomewhere(viewer, "REGISTRAR"));
  const records = useLiveQuery<waitingRecordsQuery>(RECORDS, {}, registrar);
  const failures = useLiveQuery<waitingFailuresQuery>(
    FAILURES,
    {},
    options(roles.includes("ADMIN")),
  );
  const consents = useLiveQuery<waitingConsentsQuery>(
    CONSENTS,
    {},
    options(holdsSomewhere(viewer, "STEWARD")),
  );
  const isSenior = roles.includes("SENIOR_REVIEWER");
  const asked = useLiveQuery<waitingMergesQuery>(
    MERGES,
    {},
    options(roles.includes("ADMIN") || isSenior),
  );
  const disputes = useLiveQuery<waitingDisputesQuery>(DISPUTES, {}, options(isSenior));
  const queues = records?.registrarQueues ?? [];
  return {
    records: queues.reduce((sum, { waiting, corrections }) => sum + waiting - corrections, 0),
    corrections: records?.corrections.edges?.length ?? 0,
    declare: records?.declarationDrafts.edges?.length ?? 0,
    explanations: records?.explanationRequests.edges?.length ?? 0,
    organisations:
      (consents?.consents.edges?.length ?? 0) +
      ((consents ?? failures)?.organisationPlans.edges?.length ?? 0),
    disputed: nodesOf(disputes?.mergeRequests.edges).filter((it) => it.isDisputed).length,
    merges: asked?.merges.edges?.length ?? 0,
    messages: failures?.messageQueueOverview.failed ?? consents?.messages.edges?.length ?? 0,
  };
}

const RECORDS = graphql`
  query waitingRecordsQuery {
    registrarQueues {
      ...queues_row @relay(mask: false)
    }
    corrections(first: 100, filter: { status: [REQUESTED], isMine: false }) {
      edges {
        cursor
      }
    }
    explanationRequests(first: 100, filter: { status: [REQUESTED, ASSIGNED] }) {
      edges {
        cursor
      }
    }
    declarationDrafts(first: 50) {
      edges {
        cursor
      }
    }
  }
`;
const CONSENTS = graphql`
  query waitingConsentsQuery {
    consents(first: 100, isWaiting: true) {
      edges {
        cursor
      }
    }
    messages(first: 100, filter: { status: [FAILED] }) {
      edges {
        cursor
      }
    }
    ...waiting_plans @relay(mask: false)
  }
`;
const FAILURES = graphql`
  query waitingFailuresQuery {
    messageQueueOverview {
      failed
    }
    ...waiting_plans @relay(mask: false)
  }
`;
void graphql`
  fragment waiting_plans on Query {
    organisationPlans(first: 100, filter: { status: [OPEN] }) {
      edges {
        cursor
      }
    }
  }
`;
/** Apart from the merges: an administrator may read those alone. */
const DISPUTES = graphql`
  query waitingDisputesQuery {
    mergeRequests(first: 100, orderBy: STATUS_ASC) {
      edges {
        node {
          id
          isDisputed
        }
      }
    }
  }
`;
const MERGES = graphql`
  query waitingMergesQuery {
    merges(first: 100, filter: { hasOpenRequest: true }) {
      edges {
        cursor
      }
    }
  }
`;
