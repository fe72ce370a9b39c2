/** A dialog that asks for a reason before something is done. */
import { useState } from "react";
import { Form } from "react-aria-components/Form";
import type { Refusal } from "../asking/refusal";
import { Button } from "../parts/button";
import { Dialog } from "../parts/dialog";
import { Faults, TextField } from "../parts/fields";
import { useTexts } from "../texts/texts";

interface ReasonFormProps {
  readonly title: string;
  readonly words: string;
  readonly yes: string;
  readonly refusal: Refusal | null;
  readonly isUnderWay: boolean;
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks for the reason; the server says where one is not good enough. */
export function ReasonForm(props: ReasonFormProps) {
  const texts = useTexts();
  const [reason, setReason] = useState("");
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          props.onReason(reason);
        }}
      >
        <p>{props.words}</p>
        <Faults of={props.refusal}>
          <TextField
            label={texts.records.reason}
            value={reason}
            onChange={setReason}
            path="reason"
            lines={3}
            maxLength={500}
            isRequired
            autoFocus
          />
        </Faults>
        <div className="actions">
          <Button look="primary" type="submit" isDisabled={props.isUnderWay}>
            {props.yes}
          </Button>
          <Button onPress={props.onClose}>{texts.shell.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
