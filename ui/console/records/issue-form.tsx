/** The form that issues a certificate: what was paid for it, even if nothing was. */
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import { graphql } from "react-relay";
import type { issueFormMutation } from "../__generated__/issueFormMutation.graphql";
import { newKey } from "../asking/idempotency";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Faults, TextField } from "../parts/fields";
import { Notice } from "../parts/notice";
import { useFormats, useTexts } from "../texts/texts";

/** Asks for the payment, and shows the receipt. */
export function IssueForm({ id, onClose }: { id: string; onClose: () => void }) {
  const texts = useTexts();
  const formats = useFormats();
  const labels = texts.records;
  const [idempotencyKey, renewKey] = useState(newKey);
  const [amount, setAmount] = useState("0");
  const [currency, setCurrency] = useState("EUR");
  const { perform, isUnderWay, refusal } = useAct<issueFormMutation>(ISSUE);
  const [receipt, setReceipt] = useState<Receipt | null>(null);

  async function issue() {
    const payment = {
      amount: amount.trim().replace(",", "."),
      currency: currency.trim().toUpperCase(),
      outcome: "COMPLETED" as const,
      paidAt: new Date().toISOString(),
    };
    const answer = await perform({ input: { idempotencyKey, id, payment } });
    if (answer === null) return;
    renewKey(newKey());
    const event = answer.issueVitalEvent?.vitalEvent;
    const paid = event?.payments.at(-1);
    setReceipt(paid ? { ...paid, registrationNumber: event?.registrationNumber ?? "" } : null);
  }

  if (receipt !== null) {
    return (
      <Dialog title={labels.receipt} onClose={onClose}>
        <Notice kind="done">
          <p>
            <code>{receipt.receiptNumber}</code>
          </p>
          <p>
            {labels.registrationNumber} <code>{receipt.registrationNumber}</code>
          </p>
          <p>
            {receipt.amount} {receipt.currency}, {formats.time(receipt.paidAt)}
          </p>
        </Notice>
        <div className="actions">
          <Button onPress={() => window.print()}>{labels.print}</Button>
          <Button look="primary" autoFocus onPress={onClose}>
            {texts.shell.close}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={labels.issueTitle} onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void issue();
        }}
      >
        <Faults of={refusal}>
          <TextField
            label={labels.amount}
            value={amount}
            onChange={setAmount}
            path="payment.amount"
            inputMode="decimal"
            isRequired
            autoFocus
          />
          <TextField
            label={labels.currency}
            value={currency}
            onChange={setCurrency}
            path="payment.currency"
            maxLength={3}
            isRequired
          />
        </Faults>
        <div className="actions">
          <Button look="primary" type="submit" isDisabled={isUnderWay}>
            {labels.doing.ISSUE}
          </Button>
          <Button onPress={onClose}>{texts.shell.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

interface Receipt {
  readonly amount: string;
  readonly currency: string;
  readonly paidAt: string;
  readonly receiptNumber: string;
  /** Of the record that it was paid for. */
  readonly registrationNumber: string;
}

const ISSUE = graphql`
  mutation issueFormMutation($input: IssueVitalEventInput!) {
    issueVitalEvent(input: $input) {
      vitalEvent {
        registrationNumber
        certificates {
          id
          issuedAt
        }
        payments {
          id
          amount
          currency
          paidAt
          receiptNumber
        }
        ...recordActions_event
        ...steps_event
      }
    }
  }
`;
