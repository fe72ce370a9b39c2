/** Filters that a user has saved in this browser, each with its name; none that names a person. */

export interface KeptFilter {
  readonly name: string;
  /** What stands behind the question mark of the address. */
  readonly search: string;
}

/** What a list may keep: words of ours and days; whom somebody looks for is kept nowhere. */
const keepable = new Set([
  ...["status", "kind", "order", "only", "office", "show", "state", "renewals"],
  ...["action", "resource", "actorId", "clientId"],
  ...["declaredFrom", "declaredTo", "insertedFrom", "insertedTo"],
  ...["registeredFrom", "registeredTo"],
]);
const MOST = 20;

/** Return whether the filters of an address may be kept. */
export function isKeepable(search: string): boolean {
  const names = [...new URLSearchParams(search).keys()];
  return names.length > 0 && names.every((name) => keepable.has(name));
}

/** Read the filters of a user for a page; what somebody else wrote there is none. */
export function keptFilters(user: string, page: string): readonly KeptFilter[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(user, page)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isKept).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Keep the filters of a user for a page; a browser without storage forgets them with the page. */
export function keepFilters(user: string, page: string, filters: readonly KeptFilter[]): void {
  try {
    localStorage.setItem(keyOf(user, page), JSON.stringify(filters));
  } catch {
    // They hold until the page is closed.
  }
}

/** Return the filters with one more; one of the same name gives way, and so does the oldest of too many. */
export function withFilter(
  filters: readonly KeptFilter[],
  added: KeptFilter,
): readonly KeptFilter[] {
  return [...filters.filter(({ name }) => name !== added.name), added].slice(-MOST);
}

function isKept(value: unknown): value is KeptFilter {
  const { name, search } = (value ?? {}) as Partial<KeptFilter>;
  return typeof name === "string" && typeof search === "string" && isKeepable(search);
}

function keyOf(user: string, page: string): string {
  return `selfsame-filters-${user}-${page}`;
}
