/** The button that discards a message, which is final: it asks first. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { discardMessageMutation } from "../__generated__/discardMessageMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { RefusalNotice } from "../components/notice";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useTexts } from "../texts/texts";

interface DiscardMessageProps {
  readonly id: string;
  readonly isOfWebhook: boolean;
}

/** Show it; that a message is discarded shows when the server has confirmed it. */
export function DiscardMessage({ id, isOfWebhook }: DiscardMessageProps) {
  const texts = useTexts();
  const { discard: words } = useDeliveriesTexts();
  const [isAsking, setIsAsking] = useState(false);
  const discard = useSaidMutation<discardMessageMutation>(DISCARD, "message.discarded");
  function confirm() {
    setIsAsking(false);
    void discard.perform({ input: { id } });
  }
  return (
    <>
      <Button variant="danger" isDisabled={discard.isPending} onPress={() => setIsAsking(true)}>
        {texts.messages.discard}
      </Button>
      <RefusalNotice refusal={discard.refusal} />
      {isAsking && (
        <ConfirmDialog
          title={words.title}
          explanation={isOfWebhook ? words.ofWebhook : words.ofLetter}
          confirmLabel={texts.messages.discard}
          onConfirm={confirm}
          onCancel={() => setIsAsking(false)}
          isRisky
        />
      )}
    </>
  );
}

const DISCARD = graphql`
  mutation discardMessageMutation($input: MessageIdInput!) {
    discardMessage(input: $input) {
      message {
        ...messageRow_message
      }
    }
  }
`;
