/** Fields of forms: a label above, what is wrong below, found by the path that the server names. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import { TextField as Field } from "react-aria-components/TextField";
import type { Refusal } from "../asking/refusal";
import { useFault, Violations } from "./faults";
import { Trouble } from "./notice";

/** Says what was refused, and tells the fields inside what is wrong with them. */
export function Faults({ of, children }: { of: Refusal | null; children: ReactNode }) {
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (of !== null) said.current?.focus();
  }, [of]);
  return (
    <Violations value={of?.violations ?? []}>
      <div ref={said} tabIndex={-1} className="refused">
        <Trouble refusal={of} />
      </div>
      {children}
    </Violations>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Where the server names this field in its violations. */
  readonly path?: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
}

interface TextFieldProps extends FieldProps {
  readonly type?: "text" | "password" | "date" | "datetime-local" | "email" | "tel" | "search";
  readonly autoComplete?: string;
  readonly lines?: number;
  readonly inputRef?: React.Ref<HTMLTextAreaElement>;
  readonly maxLength?: number;
  readonly inputMode?: "decimal" | "numeric";
  readonly autoFocus?: boolean;
  /** Values that are offered while typing; others can be typed too. */
  readonly suggestions?: readonly string[];
}

/** A field for text, or for what the browser has a field of its own: dates, passwords. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, path = "", hint, isRequired = false, type = "text" } = props;
  const fault = useFault(path);
  const list = useId();
  const { suggestions } = props;
  return (
    <Field
      className="field"
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      validationBehavior="aria"
      isInvalid={fault !== null}
      type={type as "text"}
      autoComplete={props.autoComplete ?? "off"}
      autoFocus={props.autoFocus ?? false}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
      {...(props.inputMode === undefined ? {} : { inputMode: props.inputMode })}
    >
      <Label>{label}</Label>
      {props.lines === undefined ? (
        <Input data-path={path} {...(suggestions === undefined ? {} : { list })} />
      ) : (
        <TextArea data-path={path} rows={props.lines} ref={props.inputRef} />
      )}
      {suggestions !== undefined && (
        <datalist id={list}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
      {hint !== undefined && <Text slot="description">{hint}</Text>}
      {fault !== null && <FieldError>{fault}</FieldError>}
    </Field>
  );
}

interface ChoiceProps<Value extends string> extends Omit<FieldProps, "onChange" | "value"> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: Readonly<Record<Value, string>>;
}

/** A choice of one; the browser's own, which every device knows how to show. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const id = useId();
  const { path = "", isRequired = false } = props;
  const fault = useFault(path);
  return (
    <div className="field" {...(isRequired ? { "data-required": true } : {})}>
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        data-path={path}
        value={props.value}
        aria-required={isRequired}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        onChange={(event) => props.onChange(event.target.value as Value)}
      >
        {(Object.entries(props.options) as [Value, string][]).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {fault !== null && (
        <span className="react-aria-FieldError" id={`${id}-fault`}>
          {fault}
        </span>
      )}
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly path: string;
  readonly children: ReactNode;
}

/** Fields that belong together, with what is wrong with them as a whole. */
export function Group({ title, path, children }: GroupProps) {
  const fault = useFault(path);
  return (
    <fieldset data-path={path} tabIndex={-1}>
      <legend>{title}</legend>
      {fault !== null && <p className="react-aria-FieldError">{fault}</p>}
      <div className="grid">{children}</div>
    </fieldset>
  );
}

interface TickProps {
  readonly label: string;
  readonly isTicked: boolean;
  readonly onChange: (isTicked: boolean) => void;
}

/** A box to tick. */
export function Tick({ label, isTicked, onChange }: TickProps) {
  return (
    <label className="tick">
      <input
        type="checkbox"
        checked={isTicked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
