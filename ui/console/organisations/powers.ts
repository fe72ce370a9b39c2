/** What the viewer may do in an organisation: by roles that hold everywhere, there, or above it. */
import { useViewer } from "../shell/viewer";

interface Placed {
  readonly id: string;
  readonly ancestors: readonly { readonly id: string }[];
}

export interface Powers {
  /** Make organisations below it, archive it, give and take roles there. */
  readonly keeps: boolean;
  /** Accept and decline consents. */
  readonly isSteward: boolean;
}

/** Return what the viewer may do in an organisation; null asks for what they may do at the top. */
export function usePowers(organisation: Placed | null): Powers {
  const { roles, places } = useViewer();
  const path =
    organisation === null ? [] : [organisation, ...organisation.ancestors].map(({ id }) => id);
  const isStewardThere = places.some(
    (place) => place.roles.includes("STEWARD") && path.includes(place.id),
  );
  const isSteward = roles.includes("STEWARD") || isStewardThere;
  return { keeps: isSteward || roles.includes("ADMIN"), isSteward };
}
