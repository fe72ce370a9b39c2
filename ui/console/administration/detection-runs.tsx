/** Comparisons of the whole register (rule H10), the newest first. */

import { graphql, usePaginationFragment } from "react-relay";
import type { detectionRuns_list$key } from "../__generated__/detectionRuns_list.graphql";
import type { detectionRunsMoreQuery } from "../__generated__/detectionRunsMoreQuery.graphql";
import type { detectionRunsQuery } from "../__generated__/detectionRunsQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LoadMore } from "../components/load-more";
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats } from "../texts/texts";

/** List what each run has compared and found. */
export function DetectionRuns() {
  const { runs: labels } = useMergesTexts();
  const formats = useFormats();
  const query = usePageQuery<detectionRunsQuery>(
    graphql`
      query detectionRunsQuery {
        ...detectionRuns_list
      }
    `,
    {},
  );
  const list = usePaginationFragment<detectionRunsMoreQuery, detectionRuns_list$key>(LIST, query);
  const rows = nodesOf(list.data.detectionRuns.edges);
  return (
    <>
      <h2>{labels.title}</h2>
      <ul className="rows">
        {rows.map((run) => (
          <li key={run.id}>
            <span className="row-title">
              {labels.by(run.engine, run.model)}
              {run.isDryRun && ` (${labels.dryRun})`}
            </span>
            <Status of={run.status}>{labels.statuses[run.status as "RUNNING"]}</Status>
            <Moment at={run.insertedAt} />
            <p className="faint">
              {labels.compared(formats.number(run.persons), formats.number(run.pairsCompared))}{" "}
              {labels.found(
                formats.number(run.pairsFound),
                formats.number(run.pairsKnown),
                formats.number(run.pairsReopened),
              )}
            </p>
          </li>
        ))}
      </ul>
      <LoadMore
        hasNext={list.hasNext}
        isLoading={list.isLoadingNext}
        onLoadMore={() => list.loadNext(20)}
        isEmpty={rows.length === 0}
        emptyText={labels.empty}
      />
    </>
  );
}

const LIST = graphql`
  fragment detectionRuns_list on Query
  @refetchable(queryName: "detectionRunsMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
    detectionRuns(first: $first, after: $after) @connection(key: "detectionRuns_detectionRuns") {
      edges {
        node {
          id
          status
          isDryRun
          engine
          model
          persons
          pairsCompared
          pairsFound
          pairsKnown
          pairsReopened
          insertedAt
        }
      }
    }
  }
`;
