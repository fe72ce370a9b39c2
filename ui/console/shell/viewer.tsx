/** The viewer: the user who is signed in, with their roles. */
import { createContext, type ReactNode, use } from "react";
import { graphql } from "react-relay";
import type { viewerQuery } from "../__generated__/viewerQuery.graphql";
import { usePageQuery } from "../api/queries";

export type Role =
  | "NHS_REVIEWER"
  | "SENIOR_REVIEWER"
  | "REGISTRAR"
  | "ADMIN"
  | "STEWARD"
  | "PERSON";

export interface Viewer {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

const ViewerContext = createContext<Viewer | null>(null);

/** Load the viewer once, for all pages. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const data = usePageQuery<viewerQuery>(
    graphql`
      query viewerQuery {
        viewer {
          roles
          user {
            id
            username
            displayName
          }
        }
      }
    `,
    {},
  );
  const viewer = {
    id: data.viewer.user?.id ?? "",
    username: data.viewer.user?.username ?? "",
    name: data.viewer.user?.displayName ?? "",
    roles: data.viewer.roles,
  };
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** Return the viewer. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (viewer === null) throw new Error("outside ViewerProvider");
  return viewer;
}
