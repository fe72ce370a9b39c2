/** What is in a page of a list. */

/** Gives the rows of a connection; the API's form allows for gaps, which it never leaves. */
export function rowsOf<Row>(
  edges: readonly ({ readonly node: Row } | null | undefined)[] | null | undefined,
): readonly Row[] {
  return (edges ?? []).flatMap((edge) => (edge == null ? [] : [edge.node]));
}
