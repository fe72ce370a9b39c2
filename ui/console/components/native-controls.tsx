/** The browser's own controls, for the sign-in page: it loads no library of controls. */
import { type ReactNode, useId } from "react";

interface NativeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: string;
  readonly type?: "text" | "password";
  readonly autoFocus?: boolean;
  /** The path of this field in the violations that the server names. */
  readonly path?: string;
  /** What is wrong with what was typed. */
  readonly error?: string | null;
}

/** A required field with its label; the server says what is wrong with it. */
export function NativeField({ label, onChange, path, error = null, ...input }: NativeFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        data-path={path}
        dir="auto"
        aria-required
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : `${id}-error`}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...input}
      />
      {error !== null && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

interface NativeButtonProps {
  readonly children: ReactNode;
  readonly isDisabled?: boolean;
  /** What it does; one without submits its form. */
  readonly onPress?: () => void;
}

/** A button that looks like the others. */
export function NativeButton({ children, isDisabled = false, onPress }: NativeButtonProps) {
  return (
    <button
      className={`button ${onPress === undefined ? "primary" : "plain"}`}
      type={onPress === undefined ? "submit" : "button"}
      disabled={isDisabled}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
