/** The way to the groups that the viewer leads at a source, where a source says who leads one. */
import { graphql } from "react-relay";
import type { ownGroupsLinkQuery } from "../__generated__/ownGroupsLinkQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LinkButton } from "../components/link-button";
import { useSourcesTexts } from "../texts/sources-texts";

export const ownGroupsPath = "/sources/groups";

/** Return whether roles at a source let people sync its groups. */
export function showsRoles(source: {
  readonly syncRoles: readonly string[];
  readonly retiredAt: string | null | undefined;
}): boolean {
  return source.syncRoles.length > 0 && source.retiredAt == null;
}

/** Show the link; nothing where no source has a list of roles. */
export function OwnGroupsLink() {
  const labels = useSourcesTexts();
  const { sources } = usePageQuery<ownGroupsLinkQuery>(
    graphql`
      query ownGroupsLinkQuery {
        sources(first: 100) {
          edges {
            node {
              syncRoles
              retiredAt
            }
          }
        }
      }
    `,
    {},
  );
  if (!nodesOf(sources.edges).some(showsRoles)) return null;
  return (
    <p>
      <LinkButton to={ownGroupsPath}>{labels.ownGroups}</LinkButton>
    </p>
  );
}
