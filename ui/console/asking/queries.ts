/** How a page loads what it shows: from what is known already at once, and from the server anew. */
import { createContext, use, useCallback, useState } from "react";
import { type GraphQLTaggedNode, useLazyLoadQuery, useMutation } from "react-relay";
import type { MutationParameters, OperationType, RecordSourceProxy } from "relay-runtime";
import { Refusal } from "./refusal";

/** Which attempt at the page this is: a failed query is asked again only under a new number. */
export const Attempt = createContext(0);

/** Loads a query for the page. */
export function usePageQuery<Operation extends OperationType>(
  query: GraphQLTaggedNode,
  variables: Operation["variables"],
): Operation["response"] {
  const options = { fetchPolicy: "store-and-network", fetchKey: use(Attempt) } as const;
  return useLazyLoadQuery<Operation>(query, variables, options);
}

export interface Act<Operation extends MutationParameters> {
  /**
   * Does it; gives null where it was refused, and `refusal` says why.
   *
   * `meanwhile` shows what it comes to before the server has said so; a refusal takes it back. It
   * is for what the same person can undo (docs/console.md).
   */
  readonly perform: (
    variables: Operation["variables"],
    meanwhile?: (store: RecordSourceProxy) => void,
  ) => Promise<Operation["response"] | null>;
  readonly isUnderWay: boolean;
  readonly refusal: Refusal | null;
  readonly forget: () => void;
}

/** Does an act and keeps what the server says against it. */
export function useAct<Operation extends MutationParameters>(
  mutation: GraphQLTaggedNode,
): Act<Operation> {
  const [commit, isUnderWay] = useMutation<Operation>(mutation);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const perform = useCallback(
    (variables: Operation["variables"], meanwhile?: (store: RecordSourceProxy) => void) =>
      new Promise<Operation["response"] | null>((resolve) => {
        setRefusal(null);
        commit({
          variables,
          optimisticUpdater: meanwhile ?? null,
          onCompleted: (response) => resolve(response),
          onError: (error) => {
            setRefusal(error instanceof Refusal ? error : new Refusal({ message: error.message }));
            resolve(null);
          },
        });
      }),
    [commit],
  );
  const forget = useCallback(() => setRefusal(null), []);
  return { perform, isUnderWay, refusal, forget };
}
