/** Where a plan is shown. */

/** Return the path of the page of a plan. */
export function planPath(id: string): string {
  return `/plans/${encodeURIComponent(id)}`;
}
