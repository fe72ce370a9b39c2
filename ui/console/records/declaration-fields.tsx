/** The fields of a declaration: the people, the event, the informant. */
import { Fragment, lazy, Suspense } from "react";
import { ErrorBoundary } from "../components/error-boundary";
import { FieldGroup, TextField } from "../components/fields";
import { useDeskTexts } from "../texts/desk-texts";
import { useTexts } from "../texts/texts";
import { forms, type Kind, LATE, LATE_DAYS, titleOf } from "./declaration-forms";
import type { Values } from "./form-values";
import { IndividualFields } from "./individual-fields";
import { inStep } from "./informant";
import { InformantFields } from "./informant-fields";
import { KnownDateField } from "./known-date-field";
import { MultipleBirthFields } from "./multiple-birth-fields";
import { PlaceField } from "./place-field";

const EndedMarriages = lazy(() => import("./ended-marriages"));

interface DeclarationFieldsProps {
  readonly kind: Kind;
  readonly values: Values;
  readonly onChange: (changes: Values) => void;
  /** Whether the values are those of a record, where who is left out is not known or not stated. */
  readonly isOnRecord?: boolean;
}

/** Show them in the order of the form. */
export function DeclarationFields(props: DeclarationFieldsProps) {
  const { kind, values, onChange, isOnRecord = false } = props;
  const texts = useTexts();
  const labels = texts.records;
  const { declaring } = useDeskTexts();
  const form = forms[kind];
  const change = (changes: Values) => onChange(inStep(kind, values, changes));
  const field = (path: string, label: string) => ({
    label,
    path,
    value: values[path] ?? "",
    onChange: (value: string) => change({ [path]: value }),
  });
  return (
    <>
      {form.people.map((person) => (
        <Fragment key={person.path}>
          <IndividualFields
            title={titleOf(person, texts)}
            path={person.path}
            values={values}
            onChange={change}
            isRequired={person.isRequired}
            isChild={person.isChild ?? false}
            isCompared={person.isCompared ?? false}
            mayBeUnstated={person.mayBeUnstated ?? false}
            isOnRecord={isOnRecord}
          />
          {person.path === "deceased" && (
            <ErrorBoundary fallback={() => null}>
              <Suspense>
                <EndedMarriages values={values} />
              </Suspense>
            </ErrorBoundary>
          )}
        </Fragment>
      ))}
      <FieldGroup title={labels.event} path="event">
        {form.event.map(({ path, label, isRequired, isDate, isPlace, mayBePartial }) =>
          isPlace ? (
            <PlaceField
              key={path}
              {...field(path, labels[label] as string)}
              isRequired={isRequired}
            />
          ) : mayBePartial ? (
            <KnownDateField
              key={path}
              label={labels[label] as string}
              path={path}
              values={values}
              onChange={change}
              isRequired={isRequired}
            />
          ) : (
            <TextField
              key={path}
              {...field(path, labels[label] as string)}
              {...(path === LATE ? { hint: declaring.lateAfter(LATE_DAYS) } : {})}
              type={isDate ? "date" : "text"}
              isRequired={isRequired}
            />
          ),
        )}
      </FieldGroup>
      {kind === "BIRTH" && <MultipleBirthFields values={values} onChange={change} />}
      <InformantFields {...{ kind, values, isOnRecord }} onChange={change} />
    </>
  );
}
