/** The fields of one person on a form. */
import { lazy, type ReactNode, Suspense, useState } from "react";
import { ErrorBoundary } from "../components/error-boundary";
import { Checkbox, FieldGroup, Select, TextField } from "../components/fields";
import { useDeskTexts } from "../texts/desk-texts";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";
import { isChoice, tickPath, type Values } from "./form-values";
import { KnownDateField } from "./known-date-field";

const RegistryOffer = lazy(() => import("./registry-offer"));
const Resembling = lazy(() => import("./resembling"));
const NATIONAL_ID = /^\d{10}$/;

interface IndividualFieldsProps {
  readonly title: string;
  readonly path: string;
  readonly values: Values;
  readonly onChange: (changes: Values) => void;
  readonly isRequired: boolean;
  /** Whether the birth date and the gender are required too, as for a newborn child. */
  readonly isChild?: boolean;
  /** Whether the registry is asked who has the national id, where somebody wants it. */
  readonly isOffered?: boolean;
  /** Whether it is told which records are similar to what is typed. */
  readonly isCompared?: boolean;
  readonly note?: string;
  /** Whether it can be said that they are not known, which empties the fields and takes them away. */
  readonly mayBeUnstated?: boolean;
  /** Whether the values are those of a record, which has nobody here where all are empty. */
  readonly isOnRecord?: boolean;
}

/** Show the fields of a person; `path` is their path in the input. */
export function IndividualFields(props: IndividualFieldsProps) {
  const { path, values, onChange, mayBeUnstated = false, isOnRecord = false } = props;
  const { notStated } = useDeskTexts().declaring;
  const own = Object.keys(values).filter((it) => it.startsWith(`${path}.`));
  const isEmpty = own.every((it) => isChoice(it) || values[it] === "");
  const [wasUnstated] = useState(isOnRecord && isEmpty);
  const tick = values[tickPath(path)];
  const isUnstated = tick === undefined ? wasUnstated : tick !== "";
  if (!mayBeUnstated) return <Fields {...props} isShown />;
  function choose(isChosen: boolean) {
    const emptied = isChosen ? Object.fromEntries(own.map((it) => [it, ""])) : {};
    onChange({ ...emptied, [tickPath(path)]: isChosen ? "yes" : "" });
  }
  const choice = (
    <div className="whole-row">
      <Checkbox label={notStated[path] ?? ""} isChecked={isUnstated && isEmpty} onChange={choose} />
    </div>
  );
  return <Fields {...props} choice={choice} isShown={!isUnstated || !isEmpty} />;
}

interface FieldsProps extends IndividualFieldsProps {
  readonly choice?: ReactNode;
  /** Whether there is more than the choice, which keeps its focus where the rest comes and goes. */
  readonly isShown: boolean;
}

function Fields({ choice, isShown, ...props }: FieldsProps) {
  const { title, path, isRequired } = props;
  return (
    <FieldGroup title={title} path={path} isRequired={isRequired}>
      {choice}
      {isShown && <Filled {...props} />}
    </FieldGroup>
  );
}

function Filled(props: IndividualFieldsProps) {
  const texts = useTexts();
  const { path, values, onChange, isChild = false } = props;
  const nationalId = (values[`${path}.nationalId`] ?? "").trim();
  const { isOffered = !isChild, isCompared = false, note } = props;
  const field = (name: keyof Texts["fields"]) => ({
    label: texts.fields[name],
    path: `${path}.${name}`,
    value: values[`${path}.${name}`] ?? "",
    onChange: (value: string) => onChange({ [`${path}.${name}`]: value }),
  });
  return (
    <>
      {note !== undefined && <p className="faint whole-row">{note}</p>}
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
      {isOffered && NATIONAL_ID.test(nationalId) && (
        <div className="whole-row">
          <ErrorBoundary fallback={() => null} resetKey={nationalId}>
            <Suspense>
              <RegistryOffer {...{ nationalId, path, values, onChange }} />
            </Suspense>
          </ErrorBoundary>
        </div>
      )}
      {isCompared && (
        <div className="whole-row similar">
          <ErrorBoundary fallback={() => null}>
            <Suspense>
              <Resembling path={path} values={values} onTake={isChild ? null : onChange} />
            </Suspense>
          </ErrorBoundary>
        </div>
      )}
    </>
  );
}
