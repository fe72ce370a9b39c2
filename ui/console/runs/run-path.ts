/** Where a run is shown. */

/** Return the path of the page of a run. */
export function runPath(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}
