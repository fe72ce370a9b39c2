/** The background tasks of an organisation: those under way and those that are over. */
import "../styles/runs.css";
import { graphql, usePaginationFragment } from "react-relay";
import { Link } from "wouter";
import type { organisationRuns_list$key } from "../__generated__/organisationRuns_list.graphql";
import type { organisationRunsLiveQuery } from "../__generated__/organisationRunsLiveQuery.graphql";
import type { organisationRunsQuery } from "../__generated__/organisationRunsQuery.graphql";
import { nextPage } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { LoadMore } from "../components/load-more";
import { Moment } from "../components/moment";
import { Rows } from "../components/rows";
import { Status } from "../components/status";
import { runPath } from "../runs/run-path";
import { Steps } from "../runs/steps";
import { useRunsTexts } from "../texts/runs-texts";
import { OrganisationName } from "./organisation-name";

/** List them, the newest first; what becomes of them, and of the organisation by them, is seen within seconds. */
export function OrganisationRuns({ id }: { id: string }) {
  const query = usePageQuery<organisationRunsQuery>(RUNS, { id });
  if (query.organisation == null) return null;
  return <Runs id={id} of={query.organisation} />;
}

function Runs({ id, of }: { id: string; of: organisationRuns_list$key }) {
  const labels = useRunsTexts();
  const list = usePaginationFragment<organisationRunsQuery, organisationRuns_list$key>(LIST, of);
  const live = useLiveQuery<organisationRunsLiveQuery>(LIVE, { id });
  const loaded = nodesOf(list.data.runs.edges);
  const known = new Set(loaded.map((run) => run.id));
  const arrived = nodesOf(live?.organisation?.runs.edges).filter((run) => !known.has(run.id));
  const rows = [...arrived, ...loaded];
  return (
    <section>
      <h2>{labels.title}</h2>
      {rows.length === 0 ? (
        <p className="faint">{labels.none}</p>
      ) : (
        <p className="faint">{labels.explanation}</p>
      )}
      <Rows rows={rows} hasNext={list.hasNext}>
        {(run, place) => (
          <li {...place}>
            <Link href={runPath(run.id)}>{labels.kinds[run.kind]}</Link>
            <Status of={run.status}>{labels.statuses[run.status]}</Status>
            <Steps of={run} />
            {run.target != null && (
              <span>
                {labels.target} <OrganisationName of={run.target} />
              </span>
            )}
            <Moment at={run.insertedAt} />
          </li>
        )}
      </Rows>
      {list.hasNext && (
        <LoadMore
          hasNext
          isLoading={list.isLoadingNext}
          onLoadMore={() => list.loadNext(nextPage(rows.length))}
          isEmpty={false}
        />
      )}
    </section>
  );
}

const RUNS = graphql`
  query organisationRunsQuery($id: ID!) {
    organisation(id: $id) {
      ...organisationRuns_list
    }
  }
`;
const LIST = graphql`
  fragment organisationRuns_list on Organisation
  @refetchable(queryName: "organisationRunsMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
    runs(first: $first, after: $after) @connection(key: "organisationRuns_runs") {
      edges {
        node {
          ...organisationRuns_run @relay(mask: false)
        }
      }
    }
  }
`;
const LIVE = graphql`
  query organisationRunsLiveQuery($id: ID!) {
    organisation(id: $id) {
      name
      status
      version
      ancestors {
        id
        name
      }
      runs(first: 20) {
        edges {
          node {
            ...organisationRuns_run @relay(mask: false)
          }
        }
      }
    }
  }
`;
void graphql`
  fragment organisationRuns_run on Run {
    id
    kind
    status
    stepsDone
    stepsKnown
    insertedAt
    target {
      id
      name
    }
  }
`;
