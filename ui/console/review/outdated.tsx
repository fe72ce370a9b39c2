/** Decisions that no longer count, because the records compare otherwise since then (rule B10). */
import { Suspense } from "react";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats, useTexts } from "../texts/texts";

interface Decided {
  readonly changedFields: readonly string[];
}

/** Return whether records of a request changed since it was decided. */
export function isOutdated({ changedFields }: Decided): boolean {
  return changedFields.length > 0;
}

/** Order requests: those whose records changed since they were decided come first. */
export function outdatedFirst(one: Decided, other: Decided): number {
  return Number(isOutdated(other)) - Number(isOutdated(one));
}

/** Say which fields have changed since a request was decided; nothing where none has. */
export function Outdated({ fields }: { fields: readonly string[] }) {
  return fields.length === 0 ? null : (
    <Suspense>
      <ChangedFields fields={fields} />
    </Suspense>
  );
}

function ChangedFields({ fields }: { fields: readonly string[] }) {
  const texts = useJudgingTexts();
  const { list } = useFormats();
  const names: Readonly<Record<string, string>> = useTexts().fields;
  return <p className="outdated">{texts.outdated(list(fields.map((it) => names[it] ?? it)))}</p>;
}
