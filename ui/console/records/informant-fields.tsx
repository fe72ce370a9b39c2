/** The fields of the informant: who they are, how to reach them, and their names. */
import { FieldGroup, Select, TextField } from "../components/fields";
import { useDeskTexts } from "../texts/desk-texts";
import { useTexts } from "../texts/texts";
import { forms, type Kind, titleOf } from "./declaration-forms";
import type { Values } from "./form-values";
import { IndividualFields } from "./individual-fields";
import { chooseInformant, informantIs, informantOnRecord, informants } from "./informant";

interface InformantFieldsProps {
  readonly kind: Kind;
  readonly values: Values;
  readonly onChange: (changes: Values) => void;
  /** Whether the values are those of a record. */
  readonly isOnRecord: boolean;
}

/** Ask who of the form it is, or who else. */
export function InformantFields({ kind, values, onChange, isOnRecord }: InformantFieldsProps) {
  const texts = useTexts();
  const declaring = useDeskTexts().declaring;
  const labels = texts.records;
  const names: Readonly<Record<string, string>> = labels.relationships;
  const is = (isOnRecord ? informantOnRecord : informantIs)(kind, values);
  const isInStep = informantIs(kind, values) !== "";
  const onForm = forms[kind].people.filter(({ path }) => path in informants[kind]);
  const field = (name: string, label: string) => ({
    label,
    path: `informant.${name}`,
    value: values[`informant.${name}`] ?? "",
    onChange: (value: string) => onChange({ [`informant.${name}`]: value }),
  });
  const relationship = field("relationship", labels.relationship);
  const code = (text: string) =>
    Object.entries(names).find(([, name]) => name === text)?.[0] ?? text;
  return (
    <>
      <FieldGroup title={labels.informant} path="informant">
        {onForm.length > 0 && (
          <Select
            label={declaring.informantIs}
            value={is}
            onChange={(path) => onChange(chooseInformant(kind, values, path))}
            options={{
              "": declaring.somebodyElse,
              ...Object.fromEntries(onForm.map((it) => [it.path, titleOf(it, texts)])),
            }}
          />
        )}
        <TextField
          {...relationship}
          value={names[relationship.value] ?? relationship.value}
          onChange={(text) => relationship.onChange(code(text))}
          isRequired
        />
        <TextField {...field("email", labels.email)} type="email" />
        <TextField {...field("phoneNumber", labels.phone)} type="tel" />
      </FieldGroup>
      <IndividualFields
        title={labels.informantNamed}
        path="informant.individual"
        values={values}
        onChange={onChange}
        isRequired={false}
        isOffered={is === ""}
        {...(isInStep ? { note: declaring.inStep } : {})}
      />
    </>
  );
}
