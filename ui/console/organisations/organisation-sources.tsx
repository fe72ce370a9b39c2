/** The groups of sources that an organisation is, and how one is synced. */
import { useState } from "react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type {
  organisationSourcesQuery,
  organisationSourcesQuery$data,
} from "../__generated__/organisationSourcesQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import { runPath } from "../runs/run-path";
import { useRunsTexts } from "../texts/runs-texts";
import { useSourcesTexts } from "../texts/sources-texts";
import { SyncOrganisation } from "./sync-organisation";

type SourceLink = NonNullable<organisationSourcesQuery$data["organisation"]>["sourceLinks"][number];

interface OrganisationSourcesProps {
  readonly id: string;
  readonly name: string;
  /** Whether the viewer may ask for a sync. */
  readonly syncs: boolean;
}

/** List them, each with its last sync; who is steward there syncs. Shows nothing where there are none. */
export function OrganisationSources({ id, name, syncs }: OrganisationSourcesProps) {
  const labels = useSourcesTexts();
  const { organisation } = usePageQuery<organisationSourcesQuery>(LINKS, { id });
  const links = organisation?.sourceLinks ?? [];
  const [chosen, setChosen] = useState<SourceLink | null>(null);
  if (links.length === 0) return null;
  return (
    <section>
      <h2>{labels.title}</h2>
      <p className="faint">{labels.explanation}</p>
      <ul className="rows">
        {links.map((link) => (
          <li key={link.id}>
            <bdi>{link.source.name}</bdi>
            <span className="faint">
              {labels.group} <bdi>{link.externalId}</bdi>
            </span>
            {link.environment === "TEST" && <span className="badge">{labels.test}</span>}
            <LastSync of={link} />
            {syncs && (
              <Button onPress={() => setChosen(link)}>
                {labels.sync}
                <span className="visually-hidden"> {link.source.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen !== null && (
        <SyncOrganisation link={chosen} name={name} onClose={() => setChosen(null)} />
      )}
    </section>
  );
}

function LastSync({ of: { lastRun } }: { of: SourceLink }) {
  const labels = useSourcesTexts();
  const runs = useRunsTexts();
  if (lastRun == null) return <span className="faint">{labels.never}</span>;
  return (
    <>
      <Link href={runPath(lastRun.id)}>{labels.last}</Link>
      <Status of={lastRun.status}>{runs.statuses[lastRun.status]}</Status>
      <Moment at={lastRun.finishedAt ?? lastRun.insertedAt} />
    </>
  );
}

const LINKS = graphql`
  query organisationSourcesQuery($id: ID!) {
    organisation(id: $id) {
      sourceLinks {
        id
        externalId
        environment
        watermark
        source {
          name
          access
        }
        lastRun {
          id
          status
          insertedAt
          finishedAt
        }
      }
    }
  }
`;
