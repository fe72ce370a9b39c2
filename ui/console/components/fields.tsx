/** Form fields: a label above, errors below, found by the path that the server names. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField as Field } from "react-aria-components/TextField";
import type { Refusal, Violation } from "../api/refusal";
import { useFieldError, ViolationsContext } from "./field-errors";
import { RefusalNotice } from "./notice";

interface FormErrorsProps {
  readonly refusal: Refusal | null;
  /** The violations that are still to be mended; without it, all of the refusal. */
  readonly violations?: readonly Violation[];
  readonly children: ReactNode;
}

/** Show why a form was refused, and pass its violations to the fields inside; a tick or a choice that lacks has the focus. */
export function FormErrors({ refusal, violations: open, children }: FormErrorsProps) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const missing = "input[type=checkbox][aria-invalid=true], [data-missing] input";
    const tick = summary.current?.closest("form")?.querySelector<HTMLElement>(missing);
    if (refusal !== null) (tick ?? summary.current)?.focus();
  }, [refusal]);
  const violations = open ?? refusal?.violations ?? NONE;
  const isMended = refusal !== null && refusal.violations.length > 0 && violations.length === 0;
  return (
    <ViolationsContext value={violations}>
      <div ref={summary} tabIndex={-1} className="form-errors">
        {!isMended && <RefusalNotice refusal={refusal} violations={violations} />}
      </div>
      {children}
    </ViolationsContext>
  );
}

const NONE: readonly Violation[] = [];

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The path of this field in the violations that the server names. */
  readonly path?: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
}

interface TextFieldProps extends FieldProps {
  readonly type?: "text" | "password" | "date" | "email" | "tel" | "search";
  readonly autoComplete?: string;
  readonly lines?: number;
  readonly inputRef?: React.Ref<HTMLTextAreaElement>;
  readonly maxLength?: number;
  readonly inputMode?: "decimal" | "numeric";
  readonly autoFocus?: boolean;
  /** Whether it is nobody's to read, also while it is shown: no speller is sent it. */
  readonly isSecret?: boolean;
  /** Values that are suggested while typing; others can be typed too. */
  readonly suggestions?: readonly string[];
}

/** A text field, or one of the browser's own kinds: a date, a password. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, path = "", hint, isRequired = false, type = "text" } = props;
  const error = useFieldError(path);
  const listId = useId();
  const { suggestions } = props;
  return (
    <Field
      className="field"
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      validationBehavior="aria"
      isInvalid={error !== null}
      type={type as "text"}
      autoComplete={props.autoComplete ?? "off"}
      autoFocus={props.autoFocus ?? false}
      {...(props.isSecret === true ? { spellCheck: "false" } : {})}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
      {...(props.inputMode === undefined ? {} : { inputMode: props.inputMode })}
    >
      <Label>{label}</Label>
      {props.lines === undefined ? (
        <Input
          data-path={path}
          {...sideOf(type)}
          {...(suggestions === undefined ? {} : { list: listId })}
        />
      ) : (
        <TextArea data-path={path} dir="auto" rows={props.lines} ref={props.inputRef} />
      )}
      {suggestions !== undefined && (
        <datalist id={listId}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
      {hint !== undefined && <Text slot="description">{hint}</Text>}
      {error !== null && <FieldError>{error}</FieldError>}
    </Field>
  );
}

/** Numbers of telephones and addresses begin at the left in every language; words by their letters. */
function sideOf(type: string): { readonly dir?: "auto" | "ltr" } {
  if (type === "tel" || type === "email") return { dir: "ltr" };
  return type === "text" || type === "search" ? { dir: "auto" } : {};
}

interface SelectProps<Value extends string> extends Omit<FieldProps, "onChange" | "value"> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: Readonly<Record<Value, string>>;
  /** Return under which heading an option stands; options of one heading follow each other. */
  readonly groupOf?: (value: Value) => string;
}

/** A choice of one: the browser's own, which every device knows how to show. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const id = useId();
  const { path = "", isRequired = false, hint } = props;
  const error = useFieldError(path);
  const description = error === null ? hint && `${id}-hint` : `${id}-error`;
  return (
    <div className="field" {...(isRequired ? { "data-required": true } : {})}>
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        data-path={path}
        value={props.value}
        aria-required={isRequired}
        aria-invalid={error !== null}
        aria-describedby={description}
        onChange={(event) => props.onChange(event.target.value as Value)}
      >
        {grouped(props).map(([heading, options]) =>
          heading === "" ? (
            options
          ) : (
            <optgroup key={heading} label={heading}>
              {options}
            </optgroup>
          ),
        )}
      </select>
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

/** Return the options by their headings, in the order in which those come first. */
function grouped<Value extends string>({ options, groupOf }: SelectProps<Value>) {
  const groups = new Map<string, ReactNode[]>();
  for (const [value, name] of Object.entries(options) as [Value, string][]) {
    const heading = groupOf?.(value) ?? "";
    const option = (
      <option key={value} value={value}>
        {name}
      </option>
    );
    groups.set(heading, [...(groups.get(heading) ?? []), option]);
  }
  return [...groups];
}

interface FieldGroupProps {
  readonly title: string;
  readonly path: string;
  /** Whether something of it is needed, though none of its fields by itself. */
  readonly isRequired?: boolean;
  readonly children: ReactNode;
}

/** Fields that belong together, with the errors of the group as a whole. */
export function FieldGroup({ title, path, isRequired = false, children }: FieldGroupProps) {
  const id = useId();
  const error = useFieldError(path);
  return (
    <fieldset data-path={path} tabIndex={-1} aria-describedby={error === null ? undefined : id}>
      <legend data-required={isRequired || undefined}>{title}</legend>
      {error !== null && (
        <p className="react-aria-FieldError" id={id}>
          {error}
        </p>
      )}
      <div className="grid">{children}</div>
    </fieldset>
  );
}

interface CheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  /** Whether the form was sent without this tick, which it needs. */
  readonly isMissing?: boolean;
}

/** A checkbox with its label. */
export function Checkbox({ label, isChecked, onChange, isMissing = false }: CheckboxProps) {
  return (
    <label className="checkbox">
      <input
        type="checkbox"
        checked={isChecked}
        aria-invalid={isMissing}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
