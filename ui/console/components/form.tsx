/** Forms: what is wrong with them is the server's to say, in the page and not in the browser's bubbles. */
import { type ReactNode, useState } from "react";
import { useTexts } from "../texts/texts";
import { Notice } from "./notice";

interface FormProps {
  /** Called when it is sent, with the form as it stands in the page. */
  readonly onSubmit: (form: HTMLFormElement) => void;
  readonly className?: string;
  readonly role?: "search";
  /** Whether `onSubmit` itself names dates that are typed in part, with all other faults at once. */
  readonly judgesDates?: boolean;
  readonly children: ReactNode;
}

/** A form that the browser does not judge; half a date, which it keeps to itself, is never sent as none. */
export function Form({ onSubmit, className, role, judgesDates, children }: FormProps) {
  const { halfADate } = useTexts().errors;
  const [half, setHalf] = useState<string | null>(null);
  return (
    <form
      noValidate
      className={className}
      role={role}
      onSubmit={(event) => {
        event.preventDefault();
        const field = judgesDates ? null : halfTyped(event.currentTarget);
        setHalf(field && (field.labels?.[0]?.textContent ?? ""));
        field?.focus();
        if (field === null) onSubmit(event.currentTarget);
      }}
    >
      {half !== null && (
        <Notice kind="error">
          <bdi>{half}</bdi>: {halfADate}
        </Notice>
      )}
      {children}
    </form>
  );
}

/** Return the first field of a date that is typed in part: its value is empty, as if nobody had typed. */
function halfTyped(form: HTMLFormElement): HTMLInputElement | null {
  const dates = form.querySelectorAll<HTMLInputElement>("input[type=date]");
  return [...dates].find(({ validity }) => validity.badInput) ?? null;
}
