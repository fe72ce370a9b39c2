/** The viewer: the user who is signed in, with their roles. */
import { createContext, type ReactNode, use, useEffect } from "react";
import { fetchQuery, graphql, useLazyLoadQuery, useRelayEnvironment } from "react-relay";
import { createOperationDescriptor, type Environment, getRequest } from "relay-runtime";
import type { viewerQuery } from "../__generated__/viewerQuery.graphql";
import { FetchKeyContext } from "../api/queries";
import { viewerOfSession } from "../api/session";

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
  /** Where they hold roles that are limited to organisations. */
  readonly places: readonly Place[];
}

/** Return whether somebody holds a role, everywhere or in some organisation. */
export function holdsSomewhere({ roles, places }: Viewer, role: Role): boolean {
  return roles.includes(role) || places.some((place) => place.roles.includes(role));
}

/** Return whether somebody sees persons of their organisations alone. */
export function isLimitedToPlaces({ roles, places }: Viewer): boolean {
  const everywhere: readonly Role[] = ["REGISTRAR", "ADMIN", "STEWARD"];
  return places.length > 0 && !roles.some((role) => everywhere.includes(role));
}

/** An organisation with the roles that hold there and in all that is below it. */
export interface Place {
  readonly id: string;
  readonly roles: readonly Role[];
}

const ViewerContext = createContext<Viewer | null>(null);

const VIEWER = graphql`
  query viewerQuery {
    viewer {
      roles
      user {
        id
        username
        displayName
      }
      organisations {
        roles
        organisation {
          id
        }
      }
    }
  }
`;

/** Put who signed in into a new store: the answer that began the session says it, and need not be asked again. */
export function storeViewer(environment: Environment): void {
  const viewer = viewerOfSession();
  if (viewer === null) return;
  environment.commitPayload(createOperationDescriptor(getRequest(VIEWER), {}), { viewer });
}

/** Provide the viewer to all pages. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  // What the store lacks is asked for.
  const options = { fetchPolicy: "store-or-network", fetchKey: use(FetchKeyContext) } as const;
  const data = useLazyLoadQuery<viewerQuery>(VIEWER, {}, options);
  const viewer = {
    id: data.viewer.user?.id ?? "",
    username: data.viewer.user?.username ?? "",
    name: data.viewer.user?.displayName ?? "",
    roles: data.viewer.roles,
    places: data.viewer.organisations.flatMap(({ roles, organisation }) =>
      organisation == null ? [] : [{ id: organisation.id, roles }],
    ),
  };
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** Ask anew who the viewer is once something may have given them a role: `isDue` turns true. */
export function useViewerAnew(isDue: boolean): void {
  const environment = useRelayEnvironment();
  useEffect(() => {
    if (!isDue) return;
    const asked = fetchQuery<viewerQuery>(environment, VIEWER, {}).subscribe({});
    return () => asked.unsubscribe();
  }, [environment, isDue]);
}

/** Return the viewer. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (viewer === null) throw new Error("outside ViewerProvider");
  return viewer;
}
