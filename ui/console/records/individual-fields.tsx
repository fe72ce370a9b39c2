/** The fields of one person on a form. */
import { FieldGroup, Select, TextField } from "../components/fields";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";
import type { Values } from "./form-values";
import { KnownDateField } from "./known-date-field";

interface IndividualFieldsProps {
  readonly title: string;
  readonly path: string;
  readonly values: Values;
  readonly onChange: (changes: Values) => void;
  readonly isRequired: boolean;
  /** Whether the birth date and the gender are required too, as for a newborn child. */
  readonly isChild?: boolean;
}

/** Show the fields of a person; `path` is their path in the input. */
export function IndividualFields(props: IndividualFieldsProps) {
  const texts = useTexts();
  const { title, path, values, onChange, isRequired, isChild = false } = props;
  const field = (name: keyof Texts["fields"]) => ({
    label: texts.fields[name],
    path: `${path}.${name}`,
    value: values[`${path}.${name}`] ?? "",
    onChange: (value: string) => onChange({ [`${path}.${name}`]: value }),
  });
  return (
    <FieldGroup title={title} path={path} isRequired={isRequired}>
      <TextField {...field("firstName")} hint={texts.records.oneNameIsEnough} />
      <TextField {...field("secondName")} />
      <TextField {...field("lastName")} />
      {isChild ? (
        <TextField {...field("birthDate")} type="date" isRequired />
      ) : (
        <KnownDateField
          label={texts.fields.birthDate}
          path={`${path}.birthDate`}
          values={values}
          onChange={onChange}
        />
      )}
      <Select {...field("gender")} options={{ "": "—", ...texts.genders }} isRequired={isChild} />
      <TextField {...field("nationalId")} inputMode="numeric" />
    </FieldGroup>
  );
}
