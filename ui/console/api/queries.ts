/** The hooks that load a page's data and run its mutations. */
import { createContext, use, useCallback, useState } from "react";
import { type GraphQLTaggedNode, useLazyLoadQuery, useMutation } from "react-relay";
import type {
  MutationParameters,
  OperationType,
  RecordSourceProxy,
  SelectorStoreUpdater,
} from "relay-runtime";
import { askAgain } from "./live";
import { Refusal, type ResponseError } from "./refusal";
import { useSay } from "./said";

/** Relay's fetch key of the queries inside: a failed query is sent again only under a new one. */
export const FetchKeyContext = createContext(0);

/** Load a query: show what the store has at once, and fetch it anew. */
export function usePageQuery<Operation extends OperationType>(
  query: GraphQLTaggedNode,
  variables: Operation["variables"],
): Operation["response"] {
  const options = { fetchPolicy: "store-and-network", fetchKey: use(FetchKeyContext) } as const;
  return useLazyLoadQuery<Operation>(query, variables, options);
}

export interface ApiMutation<Operation extends MutationParameters> {
  /**
   * Run the mutation; resolves to null where it was refused, and `refusal` says why.
   *
   * `optimisticUpdater` shows the outcome before the server has answered; a refusal rolls it
   * back. It is for what the same person can undo (docs/console.md).
   */
  readonly perform: (
    variables: Operation["variables"],
    optimisticUpdater?: (store: RecordSourceProxy) => void,
  ) => Promise<Operation["response"] | null>;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
  readonly clearRefusal: () => void;
}

/**
 * Return a mutation with the refusal of its last run.
 *
 * Where `settleRefusal` says that a refusal needs no more words, `refusal` stays null.
 */
export function useApiMutation<Operation extends MutationParameters>(
  mutation: GraphQLTaggedNode,
  settleRefusal?: (refusal: Refusal) => boolean,
): ApiMutation<Operation> {
  const [commit, isPending] = useMutation<Operation>(mutation);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const perform = useCallback(
    (variables: Operation["variables"], optimisticUpdater?: (store: RecordSourceProxy) => void) =>
      new Promise<Operation["response"] | null>((resolve) => {
        setRefusal(null);
        commit({
          variables,
          optimisticUpdater: optimisticUpdater ?? null,
          onCompleted: (response) => {
            resolve(response);
            askAgain();
          },
          onError: (error) => {
            const met = error instanceof Refusal ? error : new Refusal({ message: error.message });
            if (settleRefusal?.(met) !== true) setRefusal(met);
            resolve(null);
            askAgain();
          },
        });
      }),
    [commit, settleRefusal],
  );
  const clearRefusal = useCallback(() => setRefusal(null), []);
  return { perform, isPending, refusal, clearRefusal };
}

/** Return a mutation that is said to be done, as the trail says it: `session.ended`. */
export function useSaidMutation<Operation extends MutationParameters>(
  mutation: GraphQLTaggedNode,
  action: string,
  settleRefusal?: (refusal: Refusal) => boolean,
): ApiMutation<Operation> {
  const say = useSay();
  const { perform: run, ...others } = useApiMutation<Operation>(mutation, settleRefusal);
  const perform = useCallback<ApiMutation<Operation>["perform"]>(
    async (variables, optimisticUpdater) => {
      const response = await run(variables, optimisticUpdater);
      if (response !== null) say({ action });
      return response;
    },
    [run, say, action],
  );
  return { perform, ...others };
}

/** What became of a mutation of several fields, each of which is an act of its own. */
export interface ActsOutcome<Response> {
  /** What the acts answered; null where the request as a whole was refused, or got no answer. */
  readonly response: Response | null;
  /** Return why the act of a field was refused; null where it was done. */
  readonly refusalOf: (field: keyof Response & string) => Refusal | null;
}

/** Return the function that runs such a mutation; the first act may be done and the second refused. */
export function useSeveralActs<Operation extends MutationParameters>(
  mutation: GraphQLTaggedNode,
  updater: SelectorStoreUpdater<Operation["response"]>,
): (
  variables: Operation["variables"],
  optimisticUpdater?: (store: RecordSourceProxy) => void,
) => Promise<ActsOutcome<Operation["response"]>> {
  const [commit] = useMutation<Operation>(mutation);
  return (variables, optimisticUpdater) =>
    new Promise((resolve) => {
      commit({
        variables,
        updater,
        optimisticUpdater: optimisticUpdater ?? null,
        onCompleted: (response, payloadErrors) => {
          const errors = (payloadErrors ?? []) as readonly (ResponseError & { path?: string[] })[];
          const errorOf = (field: string) => errors.find(({ path }) => path?.[0] === field);
          resolve({
            response,
            refusalOf: (field) => {
              const error = errorOf(field);
              return error === undefined ? null : new Refusal(error);
            },
          });
          askAgain();
        },
        onError: (error) => {
          const met = error instanceof Refusal ? error : new Refusal({ message: error.message });
          resolve({ response: null, refusalOf: () => met });
          askAgain();
        },
      });
    });
}
