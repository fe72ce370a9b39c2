/** Relay connections: the pages of a list. */

/** Return the nodes of a connection; the schema allows null edges, which the API never sends. */
export function nodesOf<Node>(
  edges: readonly ({ readonly node: Node } | null | undefined)[] | null | undefined,
): readonly Node[] {
  // What was deleted here is taken out of the store, and leaves an edge that leads to nothing.
  return (edges ?? []).flatMap((edge) => (edge?.node == null ? [] : [edge.node]));
}
