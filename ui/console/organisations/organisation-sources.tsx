/** The groups of sources that an organisation is, and how one is synced. */
import { lazy, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type {
  organisationSources_organisation$data,
  organisationSources_organisation$key,
} from "../__generated__/organisationSources_organisation.graphql";
import type { organisationSourcesQuery } from "../__generated__/organisationSourcesQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { loadingOnce } from "../components/later";
import { QueryBoundary } from "../components/query-boundary";
import { useSourcesTexts } from "../texts/sources-texts";
import { LastSync } from "./last-sync";
import { OrganisationSwitches } from "./organisation-switches";

// What asks comes when it is pressed.
const LinkSource = lazy(loadingOnce(() => import("./link-source")));
const SyncOrganisation = lazy(loadingOnce(() => import("./sync-organisation")));

type SourceLink = organisationSources_organisation$data["sourceLinks"][number];

interface OrganisationSourcesProps {
  readonly id: string;
  readonly name: string;
  /** Whether the viewer may ask for a sync. */
  readonly syncs: boolean;
  /** Whether it goes on, so that more may be linked. */
  readonly isActive: boolean;
}

/** List them, each with its last sync, and link more; who is steward there syncs. */
export function OrganisationSources({ id, name, syncs, isActive }: OrganisationSourcesProps) {
  const labels = useSourcesTexts();
  const { organisation } = usePageQuery<organisationSourcesQuery>(ONE, { id });
  const shown = useFragment<organisationSources_organisation$key>(LINKS, organisation ?? null);
  const links = shown?.sourceLinks ?? [];
  const [chosen, setChosen] = useState<SourceLink | null>(null);
  const [isLinking, setIsLinking] = useState(false);
  if (links.length === 0 && !isActive) return null;
  return (
    <section>
      <h2>{labels.title}</h2>
      <p className="faint">{links.length === 0 ? labels.noneHere : labels.explanation}</p>
      <ul className="rows">
        {links.map((link) => (
          <li key={link.id}>
            <bdi>{link.source.name}</bdi>
            <span className="faint">
              {labels.group} <bdi>{link.externalId}</bdi>
            </span>
            {link.environment === "TEST" && <span className="badge">{labels.test}</span>}
            {link.source.retiredAt != null && <span className="badge">{labels.retired}</span>}
            {syncs && link.source.retiredAt == null && (
              <Button onPress={() => setChosen(link)}>
                {labels.sync}
                <span className="visually-hidden"> {link.source.name}</span>
              </Button>
            )}
            <LastSync
              of={link.lastRun}
              good={link.lastGoodRun}
              isRetired={link.source.retiredAt != null}
            />
          </li>
        ))}
      </ul>
      {isActive && (
        <div className="actions">
          <Button onPress={() => setIsLinking(true)}>{labels.link}</Button>
        </div>
      )}
      {links.length > 0 && (
        <QueryBoundary>
          <OrganisationSwitches id={id} />
        </QueryBoundary>
      )}
      {chosen !== null && (
        <QueryBoundary>
          <SyncOrganisation link={chosen} name={name} onClose={() => setChosen(null)} />
        </QueryBoundary>
      )}
      {isLinking && (
        <QueryBoundary>
          <LinkSource organisation={{ id, name }} onClose={() => setIsLinking(false)} />
        </QueryBoundary>
      )}
    </section>
  );
}

const ONE = graphql`
  query organisationSourcesQuery($id: ID!) {
    organisation(id: $id) {
      ...organisationSources_organisation
    }
  }
`;
const LINKS = graphql`
  fragment organisationSources_organisation on Organisation {
    sourceLinks {
      id
      externalId
      environment
      watermark
      source {
        name
        access
        retiredAt
      }
      lastRun {
        ...lastSync_run
      }
      lastGoodRun {
        ...lastSync_good
      }
    }
  }
`;
