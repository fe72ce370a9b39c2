/** The button that has all failed messages of a filter tried again, batch after batch. */
import { useState } from "react";
import { graphql } from "react-relay";
import type {
  RetryMessagesInput,
  retryAllMutation,
} from "../__generated__/retryAllMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { RefusalNotice } from "../components/notice";
import { useDeliveriesTexts } from "../texts/deliveries-texts";

interface RetryAllProps {
  readonly input: RetryMessagesInput;
  readonly hasFailed: boolean;
  /** How many are meant and of which webhook, where that is known. */
  readonly of?: { readonly count: number; readonly orMore: string; readonly url: string };
}

/** Offer it where something has failed; ask first, and say how far it has come; what fails once more meanwhile is left for another press. */
export function RetryAll({ input, hasFailed, of }: RetryAllProps) {
  const { retryAll: words } = useDeliveriesTexts();
  const [isAsking, setIsAsking] = useState(false);
  const [done, setDone] = useState<{ retried: number; total: number } | null>(null);
  const { perform, isPending, refusal } = useApiMutation<retryAllMutation>(RETRY);
  async function retryAll() {
    setIsAsking(false);
    setDone(null);
    let retried = 0;
    let total = Number.POSITIVE_INFINITY;
    while (retried < total) {
      const batch = (await perform({ input }))?.retryMessages;
      if (batch == null) return;
      retried += batch.retried;
      total = Math.min(total, retried + batch.remaining);
      setDone({ retried, total });
      if (batch.retried === 0) return;
    }
  }
  return (
    <>
      {(hasFailed || isPending) && (
        <Button isDisabled={isPending} onPress={() => setIsAsking(true)}>
          {words.act}
        </Button>
      )}
      <span role="status">{done !== null && words.progress(done.retried, done.total)}</span>
      <RefusalNotice refusal={refusal} />
      {isAsking && (
        <ConfirmDialog
          title={of === undefined ? words.title : words.titleOf(of.count, of.orMore, of.url)}
          explanation={of === undefined ? words.explanation : words.explanationOf}
          confirmLabel={words.act}
          onConfirm={() => void retryAll()}
          onCancel={() => setIsAsking(false)}
        />
      )}
    </>
  );
}

const RETRY = graphql`
  mutation retryAllMutation($input: RetryMessagesInput!) {
    retryMessages(input: $input) {
      retried
      remaining
    }
  }
`;
