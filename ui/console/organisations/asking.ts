/** Where a steward asks somebody to let an organisation see their record, and where its figures are. */
import type { Viewer } from "../shell/viewer";

/** Return the way to the organisation that asks; to all of them where there are several. */
export function askingPath(viewer: Viewer): string {
  const only = onlyPath(viewer);
  return only === null ? "/organisations#ask" : `${only}#members`;
}

/** Return the way to a part of the page of the steward's organisation; to all of them where there are several. */
export function stewardPath(viewer: Viewer, part: string): string {
  return `${onlyPath(viewer) ?? "/organisations"}#${part}`;
}

/** Return the page of the only organisation that somebody is a steward of; null where there are several. */
function onlyPath({ roles, places }: Viewer): string | null {
  const theirs = places.filter((place) => place.roles.includes("STEWARD"));
  const [only, ...others] = roles.includes("STEWARD") ? [] : theirs;
  if (only === undefined || others.length > 0) return null;
  return `/organisations/${encodeURIComponent(only.id)}`;
}
