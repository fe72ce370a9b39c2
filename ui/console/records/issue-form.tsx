/** The form that issues a certificate: its payment, which may be zero. */

import { useState } from "react";
import { graphql } from "react-relay";
import type { issueFormMutation } from "../__generated__/issueFormMutation.graphql";
import { newIdempotencyKey } from "../api/idempotency";
import { Refusal } from "../api/refusal";
import { Button } from "../components/button";
import { Dialog } from "../components/dialog";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { Moment } from "../components/moment";
import { Notice } from "../components/notice";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { useRecordMutation } from "./moved-on";

const AMOUNT = /^[+-]?\d+([.,]\d+)?$/;

interface Handed {
  readonly number: string;
  readonly who: string;
}

interface IssueFormProps {
  readonly id: string;
  /** The certificate's number and who collects it, as was said when it was made; null where there is none. */
  readonly handed: Handed | null;
  readonly onClose: () => void;
}

/** Ask for the payment, then show the receipt. */
export function IssueForm({ id, handed, onClose }: IssueFormProps) {
  const texts = useTexts();
  const { comma } = useFormats();
  const labels = texts.records;
  const { certificates: desk } = useDeskTexts();
  const [attempt, setAttempt] = useState(newAttempt);
  const [amount, setAmount] = useState("");
  const [currency, setCurrency] = useState("EUR");
  const { perform, isPending, refusal } = useRecordMutation<issueFormMutation>(ISSUE);
  const [fault, setFault] = useState<Refusal | null>(null);
  const [receipt, setReceipt] = useState<Receipt | null>(null);

  async function issue() {
    // The API cannot read an amount that is no number, and would not say which field it is.
    const rule = amount.trim() === "" ? "required" : AMOUNT.test(amount.trim()) ? null : "amount";
    const found = rule === null ? [] : [{ path: ["payment", "amount"], rule, message: rule }];
    setFault(rule === null ? null : Refusal.ofForm(found));
    if (rule !== null) return;
    const payment = {
      amount: amount.trim().replace(",", "."),
      currency: currency.trim().toUpperCase(),
      outcome: "COMPLETED" as const,
      paidAt: attempt.paidAt,
    };
    const response = await perform({
      input: { idempotencyKey: attempt.idempotencyKey, id, payment },
    });
    if (response === null) return;
    setAttempt(newAttempt());
    const event = response.issueVitalEvent?.vitalEvent;
    const paid = event?.payments.at(-1);
    const registrationNumber = event?.registrationNumber ?? "";
    // Once it is handed over, no certificate waits any more, and the page names none.
    setReceipt(paid ? { ...paid, registrationNumber, handed } : null);
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
          {receipt.handed !== null && (
            <p>
              {labels.certificate} <code>{receipt.handed.number}</code>
              {comma}
              <bdi>{desk.handedOverTo(receipt.handed.who)}</bdi>
            </p>
          )}
          <p>
            {receipt.amount} {receipt.currency}
            {comma}
            <Moment at={receipt.paidAt} />
          </p>
        </Notice>
        <div className="actions">
          <Button onPress={() => window.print()}>{labels.print}</Button>
          <Button variant="primary" autoFocus onPress={onClose}>
            {texts.shell.close}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={labels.issueTitle}
      {...(handed === null ? {} : { explanation: desk.handsTo(handed.number, handed.who) })}
      submitLabel={labels.actionLabels.ISSUE}
      isPending={isPending}
      refusal={fault ?? refusal}
      onSubmit={() => void issue()}
      onClose={onClose}
    >
      <TextField
        label={labels.amount}
        hint={labels.amountHint}
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
    </FormDialog>
  );
}

/** The moment belongs to the key: sent again with another, it would be another request (rule C4). */
function newAttempt() {
  return { idempotencyKey: newIdempotencyKey(), paidAt: new Date().toISOString() };
}

interface Receipt {
  readonly amount: string;
  readonly currency: string;
  readonly paidAt: string;
  readonly receiptNumber: string;
  /** The number of the record. */
  readonly registrationNumber: string;
  readonly handed: Handed | null;
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
        ...recordCertificates_event
        ...recordHistory_event
        ...versions_event
      }
    }
  }
`;
