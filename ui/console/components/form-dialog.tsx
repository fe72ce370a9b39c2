/** A dialog with a form: once something was typed, it asks before it is closed or its page is left. */
import { type ReactNode, useRef, useState } from "react";
import { Refusal, type Violation } from "../api/refusal";
import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { ConfirmDialog } from "./confirm-dialog";
import { Dialog } from "./dialog";
import { FormErrors } from "./fields";
import { Form } from "./form";
import { useLeaveGuard } from "./leave-guard";

interface FormDialogProps {
  readonly title: string;
  readonly explanation?: string;
  readonly submitLabel: string;
  readonly isPending: boolean;
  readonly refusal: Refusal | null;
  /** What it lacks as it stands, so that it need not be sent; each has its question's path. */
  readonly lacks?: readonly Violation[];
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** The fields. */
  readonly children: ReactNode;
  /** Whether it confirms: no press beside it closes it, and the focus is on its button. */
  readonly isAlert?: boolean;
  /** Whether sending it loses something: the focus of a confirmation is on the other button then. */
  readonly isRisky?: boolean;
}

/** Show a form; Escape and a press beside it ask, its own buttons act at once. */
export function FormDialog(props: FormDialogProps) {
  const { title, explanation, lacks = NOTHING, onClose, isAlert = false, isRisky = false } = props;
  const texts = useTexts();
  const [isFilled, setIsFilled] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  // One refusal for each time it was sent: whoever mends it keeps the focus.
  const [lacking, setLacking] = useState<Refusal | null>(null);
  const fields = useRef<HTMLDivElement>(null);
  const [empty, setEmpty] = useState(NOTHING);
  useLeaveGuard(isFilled, "form");
  function submit() {
    const left = emptyFields(fields.current);
    setEmpty(left);
    setLacking(lacks.length === 0 ? null : Refusal.ofForm(together(lacks, left)));
    if (lacks.length === 0) props.onSubmit();
  }
  const found = props.refusal?.violations ?? NOTHING;
  const violations = lacking === null ? inPlaceOf(found, empty) : together(lacks, empty);
  return (
    <>
      <Dialog
        title={title}
        onClose={isFilled ? () => setIsAsking(true) : onClose}
        isAlert={isAlert}
      >
        <Form onSubmit={submit}>
          {explanation !== undefined && <p>{explanation}</p>}
          <div ref={fields} className="form-fields" onInput={() => setIsFilled(true)}>
            <FormErrors refusal={lacking ?? props.refusal} violations={violations}>
              {props.children}
            </FormErrors>
          </div>
          <div className="actions">
            <Button
              variant={isRisky ? "danger" : "primary"}
              type="submit"
              autoFocus={isAlert && !isRisky}
              isDisabled={props.isPending}
            >
              {props.submitLabel}
            </Button>
            <Button autoFocus={isAlert && isRisky} onPress={onClose}>
              {texts.shell.cancel}
            </Button>
          </div>
        </Form>
      </Dialog>
      {isAsking && (
        <ConfirmDialog
          title={texts.leaving.closeTitle}
          explanation={texts.leaving.explanations.form}
          confirmLabel={texts.leaving.close}
          cancelLabel={texts.leaving.stay}
          onConfirm={onClose}
          onCancel={() => setIsAsking(false)}
          isRisky
        />
      )}
    </>
  );
}

const NOTHING: readonly Violation[] = [];

/** Return both, at each path what is lacked rather than that it is empty. */
function together(lacks: readonly Violation[], empty: readonly Violation[]): readonly Violation[] {
  return [...lacks, ...empty.filter((it) => !lacks.some((other) => isAt(other, it)))];
}

/** Return what was found, where nothing was typed that something is needed. */
function inPlaceOf(found: readonly Violation[], empty: readonly Violation[]): readonly Violation[] {
  const needed = empty.filter((it) => found.some((other) => isAt(other, it)));
  return [...found.filter((it) => !empty.some((other) => isAt(other, it))), ...needed];
}

function isAt(one: Violation, other: Violation): boolean {
  return one.path.join(".") === other.path.join(".");
}

/** Return that something is needed, for each required field in which nothing was typed. */
function emptyFields(form: HTMLElement | null): readonly Violation[] {
  const required =
    form?.querySelectorAll<HTMLInputElement>("[data-path][aria-required=true]") ?? [];
  return [...required]
    .filter((field) => field.value?.trim() === "")
    .map((field) => ({
      path: (field.dataset.path ?? "").split("."),
      rule: "required",
      message: "",
    }));
}
