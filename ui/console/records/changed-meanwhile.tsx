/** What a form says of a record that somebody else has changed since the form began. */
import { type ReactNode, use, useEffect } from "react";
import { Button } from "../components/button";
import { ViolationsContext } from "../components/field-errors";
import { Notice } from "../components/notice";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { BeforeAfter } from "./before-after";
import { knownPath } from "./days";
import type { Kind } from "./declaration-forms";
import { detailsOf } from "./details-of-form";
import type { Values } from "./form-values";
import { contestedPaths } from "./rebase";

const typenames = { BIRTH: "Birth", DEATH: "Death", MARRIAGE: "Marriage" } as const;

interface StaleFormProps {
  /** Whether anything was typed; otherwise there is nothing to ask about. */
  readonly isFilled: boolean;
  readonly onGoOn: () => void;
  readonly onStartAnew: () => void;
}

/** Ask whether to go on with what was typed. */
export function StaleForm({ isFilled, onGoOn, onStartAnew }: StaleFormProps) {
  const { corrections: labels } = useDeskTexts();
  useEffect(() => {
    if (!isFilled) onStartAnew();
  });
  if (!isFilled) return null;
  return (
    <Notice kind="error">
      <p>
        {labels.stale} {labels.goOnMeans}
      </p>
      <div className="actions">
        <Button onPress={onGoOn}>{labels.goOn}</Button>
        <Button onPress={onStartAnew}>{labels.startAnew}</Button>
      </div>
    </Notice>
  );
}

interface ChangedMeanwhileProps {
  readonly kind: Kind;
  /** What the record said when the form began, where it says something else by now. */
  readonly began: Values | null;
  readonly now: Values;
}

/** Show what others have changed since. */
export function ChangedMeanwhile({ kind, began, now }: ChangedMeanwhileProps) {
  const { corrections: labels, timeline } = useDeskTexts();
  if (began === null) return null;
  return (
    <section className="changed-meanwhile">
      <h2>{labels.changedMeanwhile}</h2>
      <p>{labels.changedMeanwhileMeans}</p>
      <BeforeAfter
        title={labels.changedMeanwhile}
        before={detailsOf(began, typenames[kind])}
        after={detailsOf(now, typenames[kind])}
        beforeLabel={timeline.was}
        afterLabel={labels.is}
        changesOnly
      />
    </section>
  );
}

interface ContestedFieldsProps extends ChangedMeanwhileProps {
  readonly typed: Values;
  /** The fields of the form. */
  readonly children: ReactNode;
}

/** Say at each field that was typed and has changed meanwhile what the record says now. */
export function ContestedFields({ began, now, typed, children }: ContestedFieldsProps) {
  const texts = useTexts();
  const formats = useFormats();
  const { corrections: labels } = useDeskTexts();
  const violations = use(ViolationsContext);
  const paths = began === null ? [] : contestedPaths({ began, now, typed });
  const contested = paths.map((path) => {
    const value = now[path] ?? "";
    const known = now[knownPath(path)] ?? "";
    const genders: Readonly<Record<string, string>> = texts.genders;
    const shown = known !== "" ? formats.knownDate(known) : (genders[value] ?? value);
    const day = /^\d{4}-\d\d-\d\d$/.test(shown) ? formats.day(shown) : shown;
    const message = labels.contested(day === "" ? "—" : day);
    return { path: path.split("."), rule: "changed_meanwhile", message };
  });
  return <ViolationsContext value={[...violations, ...contested]}>{children}</ViolationsContext>;
}
