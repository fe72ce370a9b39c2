/** Who the pages are for: the person, and what their roles let them see. */
import { createContext, type ReactNode, use } from "react";
import { graphql } from "react-relay";
import type { viewerQuery } from "../__generated__/viewerQuery.graphql";
import { usePageQuery } from "../asking/queries";

export type Role = "NHS_REVIEWER" | "REGISTRAR" | "ADMIN";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

const ViewerContext = createContext<Person | null>(null);

/** Asks once who is there. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const { viewer } = usePageQuery<viewerQuery>(
    graphql`
      query viewerQuery {
        viewer {
          roles
          user {
            id
            displayName
          }
        }
      }
    `,
    {},
  );
  const person = {
    id: viewer.user?.id ?? "",
    name: viewer.user?.displayName ?? "",
    roles: viewer.roles,
  };
  return <ViewerContext value={person}>{children}</ViewerContext>;
}

/** Gives who is there. */
export function useViewer(): Person {
  const person = use(ViewerContext);
  if (person === null) throw new Error("outside ViewerProvider");
  return person;
}
