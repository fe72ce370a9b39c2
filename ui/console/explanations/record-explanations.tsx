/** The part of a record's page for why it was rejected: who declared it asks there, and reads there. */
import { useState } from "react";
import { fetchQuery, graphql, useFragment, useRelayEnvironment } from "react-relay";
import type { recordExplanations_event$key } from "../__generated__/recordExplanations_event.graphql";
import type { recordExplanationsAskMutation } from "../__generated__/recordExplanationsAskMutation.graphql";
import type { recordExplanationsQuery } from "../__generated__/recordExplanationsQuery.graphql";
import { nodesOf } from "../api/connections";
import { newIdempotencyKey } from "../api/idempotency";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { RefusalNotice } from "../components/notice";
import { useRecordMutation } from "../records/moved-on";
import { useExplanationsTexts } from "../texts/explanations-texts";
import { Explanation } from "./explanation";

/** Show what was asked about a record that is, or was, rejected. */
export function RecordExplanations({ event }: { event: recordExplanations_event$key }) {
  const { id, status, isMine } = useFragment(EVENT, event);
  const mayAsk = isMine && status === "REJECTED";
  const labels = useExplanationsTexts();
  const environment = useRelayEnvironment();
  const query = usePageQuery<recordExplanationsQuery>(QUERY, { id });
  const requests = nodesOf(query.explanationRequests.edges);
  const [key, setKey] = useState<string | null>(null);
  const ask = useRecordMutation<recordExplanationsAskMutation>(ASK);
  // What is parked was about a rejection before this one.
  const isAsked = requests.some(({ parkedAt }) => parkedAt == null);
  if (requests.length === 0 && !mayAsk) return null;
  const send = async (idempotencyKey: string) => {
    setKey(null);
    await ask.perform({ input: { idempotencyKey, vitalEventId: id } });
    fetchQuery<recordExplanationsQuery>(environment, QUERY, { id }).subscribe({});
  };
  return (
    <section>
      <h2>{labels.ofRecord}</h2>
      <ul className="rows">
        {requests.map((request) => (
          <Explanation key={request.id} request={request} />
        ))}
      </ul>
      <RefusalNotice refusal={ask.refusal} />
      {mayAsk && !isAsked && (
        <Button isDisabled={ask.isPending} onPress={() => setKey(newIdempotencyKey())}>
          {labels.ask}
        </Button>
      )}
      {key !== null && (
        <ConfirmDialog
          title={labels.askTitle}
          explanation={labels.askExplanation}
          confirmLabel={labels.ask}
          onConfirm={() => void send(key)}
          onCancel={() => setKey(null)}
        />
      )}
    </section>
  );
}

const EVENT = graphql`
  fragment recordExplanations_event on VitalEvent {
    id
    status
    isMine
  }
`;
const QUERY = graphql`
  query recordExplanationsQuery($id: ID!) {
    explanationRequests(first: 20, filter: { vitalEventId: $id }) {
      edges {
        node {
          id
          parkedAt
          ...explanation_request
        }
      }
    }
  }
`;
const ASK = graphql`
  mutation recordExplanationsAskMutation($input: RequestExplanationInput!) {
    requestExplanation(input: $input) {
      explanationRequest {
        id
      }
    }
  }
`;
