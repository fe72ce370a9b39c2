/** What the search for anything shows. */

export interface Found {
  /** Where it leads; no two have the same. */
  readonly path: string;
  readonly name: string;
  readonly kind: string;
}
