/** Forms: what is wrong with them is the server's to say, in the page and not in the browser's bubbles. */
import type { ReactNode } from "react";

interface FormProps {
  /** Called when it is sent, with the form as it stands in the page. */
  readonly onSubmit: (form: HTMLFormElement) => void;
  readonly className?: string;
  readonly role?: "search";
  readonly children: ReactNode;
}

/** A form that the browser does not judge. */
export function Form({ onSubmit, className, role, children }: FormProps) {
  return (
    <form
      noValidate
      className={className}
      role={role}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(event.currentTarget);
      }}
    >
      {children}
    </form>
  );
}
