/** Where a steward asks somebody to let an organisation see their record. */
import type { Viewer } from "../shell/viewer";

/** Return the way to the organisation that asks; to all of them where there are several. */
export function askingPath({ roles, places }: Viewer): string {
  const theirs = places.filter((place) => place.roles.includes("STEWARD"));
  const [only, ...others] = roles.includes("STEWARD") ? [] : theirs;
  if (only === undefined || others.length > 0) return "/organisations#ask";
  return `/organisations/${encodeURIComponent(only.id)}#members`;
}
