/** The button that saves the entries of the trail, in a file that is named by whose and of when they are. */
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { trailExportQuery } from "../__generated__/trailExportQuery.graphql";
import { ExportButton } from "../components/export-button";
import { dayOf, isStartOfDay, lastDayBefore } from "./trail-days";
import type { Filters } from "./trail-filters";

interface TrailExportProps {
  readonly filters: Filters;
  /** The arguments of the list as the page has them. */
  readonly given: unknown;
}

/** Show it; the actor is asked for when the file is saved. */
export function TrailExport({ filters, given }: TrailExportProps) {
  const environment = useRelayEnvironment();
  const { actorId, insertedFrom, insertedTo } = filters;
  async function nameOf() {
    const actor = actorId === "" ? null : await usernameOf(actorId);
    const from = insertedFrom === "" ? [] : ["from", dayOf(insertedFrom)];
    const today = dayOf(new Date().toISOString());
    const whole = isStartOfDay(insertedTo);
    const last = whole ? ["to", lastDayBefore(insertedTo)] : ["before", dayOf(insertedTo)];
    const end = insertedTo === "" ? [] : last;
    // Without an end, the file is of all until it was saved.
    const until = end.length > 0 ? end : from.length > 0 ? ["to", today] : [today];
    return ["trail", ...(actor === null ? [] : [actor]), ...from, ...until].join("-");
  }
  async function usernameOf(id: string) {
    const variables = { filter: { actorId: id } };
    const found = await fetchQuery<trailExportQuery>(environment, ACTOR, variables).toPromise();
    const entry = found?.auditLog.nodes?.[0];
    const name = entry?.actor?.username ?? entry?.client?.name ?? id;
    return name.replace(/[^\p{L}\p{N}_.-]+/gu, "_");
  }
  return <ExportButton list="trail" given={given} nameOf={nameOf} />;
}

const ACTOR = graphql`
  query trailExportQuery($filter: AuditLogFilter) {
    auditLog(first: 1, filter: $filter) {
      nodes {
        actor {
          username
        }
        client {
          name
        }
      }
    }
  }
`;
