/** The organisations that are groups of a source, each with its last sync; asked for when it is opened. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { sourceLinks_list$key } from "../__generated__/sourceLinks_list.graphql";
import type { sourceLinksQuery } from "../__generated__/sourceLinksQuery.graphql";
import { nextPage } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LoadMore } from "../components/load-more";
import { QueryBoundary } from "../components/query-boundary";
import { LastSync } from "../organisations/last-sync";
import { OrganisationLink } from "../organisations/organisation-name";
import { useSourcesTexts } from "../texts/sources-texts";
import { useFormats } from "../texts/texts";

interface SourceLinksProps {
  readonly id: string;
  readonly name: string;
  readonly isRetired: boolean;
}

/** Offer to list them. */
export function SourceLinks({ id, name, isRetired }: SourceLinksProps) {
  const labels = useSourcesTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {labels.links}
        <span className="visually-hidden"> {name}</span>
      </summary>
      {isOpen && (
        <QueryBoundary>
          <Links id={id} isRetired={isRetired} />
        </QueryBoundary>
      )}
    </details>
  );
}

function Links({ id, isRetired }: Omit<SourceLinksProps, "name">) {
  const { node } = usePageQuery<sourceLinksQuery>(LINKS, { id });
  return node?.source == null ? null : <List of={node.source} isRetired={isRetired} />;
}

function List({ of, isRetired }: { of: sourceLinks_list$key; isRetired: boolean }) {
  const labels = useSourcesTexts();
  const formats = useFormats();
  const list = usePaginationFragment<sourceLinksQuery, sourceLinks_list$key>(LIST, of);
  const rows = nodesOf(list.data.links.edges);
  if (rows.length === 0) return <p className="faint">{labels.noLinks}</p>;
  return (
    <>
      <ul className="rows">
        {rows.map((link) => (
          <li key={link.id}>
            <OrganisationLink of={link.organisation} />
            <span className="faint">
              {labels.group} <bdi>{link.externalId}</bdi>
            </span>
            {link.environment === "TEST" && <span className="badge">{labels.test}</span>}
            {link.exportGroup != null && (
              <span className="faint">
                {labels.exportGroup} <bdi>{link.exportGroup}</bdi>
              </span>
            )}
            {link.everyMinutes != null && (
              <span className="faint">{labels.every(formats.number(link.everyMinutes))}</span>
            )}
            <LastSync of={link.lastRun} good={link.lastGoodRun} isRetired={isRetired} />
          </li>
        ))}
      </ul>
      {list.hasNext && (
        <LoadMore
          hasNext
          isLoading={list.isLoadingNext}
          onLoadMore={() => list.loadNext(nextPage(rows.length))}
          isEmpty={false}
        />
      )}
    </>
  );
}

const LINKS = graphql`
  query sourceLinksQuery($id: ID!) {
    node(id: $id) {
      ...sourceLinks_list @alias(as: "source")
    }
  }
`;
const LIST = graphql`
  fragment sourceLinks_list on Source
  @refetchable(queryName: "sourceLinksMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }) {
    links(first: $first, after: $after) @connection(key: "sourceLinks_links") {
      edges {
        node {
          id
          externalId
          environment
          exportGroup
          everyMinutes
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
      }
    }
  }
`;
