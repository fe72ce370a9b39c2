/** What the search for anything shows. */

export interface Found {
  /** Where it leads; no two have the same. */
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  /** What it does at once instead; the path tells it from others alone. */
  readonly onAct?: () => void;
  /** What of it was typed, where the name and the kind do not say it: a number of its papers. */
  readonly matched?: string;
}
