/** The open requests of the review page in Relay's store, which the next pair joins unasked. */
import type { RecordSourceSelectorProxy } from "relay-runtime";

/** The arguments by which the review page asks for open requests. */
const OPEN = { first: 100, orderBy: "STATUS_ASC" };

type Answer =
  | {
      readonly assignMergeCandidate?:
        | { readonly mergeRequest: { readonly id: string } }
        | null
        | undefined;
    }
  | null
  | undefined;

/** Add a pair that was just given to the open ones, where they are loaded. */
export function rememberAssigned(store: RecordSourceSelectorProxy, answer: Answer): void {
  const id = answer?.assignMergeCandidate?.mergeRequest.id ?? "";
  const request = store.get(id);
  const open = store.getRoot().getLinkedRecord("mergeRequests", OPEN);
  if (!request || !open) return;
  const edges = open.getLinkedRecords("edges") ?? [];
  const others = edges.filter((it) => it.getLinkedRecord("node")?.getDataID() !== id);
  const edge = store.create(`open:${id}`, "MergeRequestEdge");
  edge.setLinkedRecord(request, "node");
  open.setLinkedRecords([...others, edge], "edges");
}
