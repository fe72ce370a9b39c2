/** A field for files, with the errors at its path: the browser's own control. */
import { useId } from "react";
import { useFieldError } from "./field-errors";

interface FileFieldProps {
  readonly label: string;
  readonly path: string;
  /** What is offered first, such as `.svg`. */
  readonly accept: string;
  readonly isMultiple?: boolean;
  /** Whether something is to be chosen; it is, unless that is said. */
  readonly isRequired?: boolean;
  readonly hint?: string;
  readonly onChoose: (files: readonly File[]) => void;
}

/** Ask for a file, or for several. */
export function FileField(props: FileFieldProps) {
  const { label, path, accept, isMultiple = false, isRequired = true, hint, onChoose } = props;
  const id = useId();
  const error = useFieldError(path);
  const described = [hint && `${id}-hint`, error !== null && `${id}-error`].filter(Boolean);
  return (
    <div className="field" {...(isRequired ? { "data-required": true } : {})}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        data-path={path}
        accept={accept}
        multiple={isMultiple}
        aria-invalid={error !== null}
        aria-describedby={described.join(" ") || undefined}
        onChange={(event) => onChoose([...(event.currentTarget.files ?? [])])}
      />
      {hint !== undefined && (
        <span slot="description" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error !== null && (
        <span className="react-aria-FieldError" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  );
}
