/** What has changed of a pair while somebody looked at it (rule B14). */
import { useState } from "react";

interface Looked {
  readonly personVersion: number;
  readonly masterPersonVersion: number;
  readonly comparison: readonly {
    readonly field: string;
    readonly person: string | null | undefined;
    readonly masterPerson: string | null | undefined;
    readonly agreement: string;
  }[];
}

/** Return the fields that say something else than when the pair was first shown; null where its records are the same. */
export function useChangesSinceLooked(pair: Looked): ReadonlySet<string> | null {
  const [looked] = useState(pair);
  const isSame =
    pair.personVersion === looked.personVersion &&
    pair.masterPersonVersion === looked.masterPersonVersion;
  if (isSame) return null;
  const before = new Map(looked.comparison.map((row) => [row.field, wordsOf(row)]));
  const changed = pair.comparison.filter((row) => before.get(row.field) !== wordsOf(row));
  return new Set(changed.map(({ field }) => field));
}

function wordsOf({ person, masterPerson, agreement }: Looked["comparison"][number]): string {
  return JSON.stringify([person ?? null, masterPerson ?? null, agreement]);
}
