/** What a merge changed, as sentences (rule H13). */
import { graphql, useFragment } from "react-relay";
import type {
  mergeEffects_merge$data,
  mergeEffects_merge$key,
} from "../__generated__/mergeEffects_merge.graphql";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";

type Effect = mergeEffects_merge$data["effects"][number];

interface MergeEffectsProps {
  readonly merge: mergeEffects_merge$key;
  readonly duplicate: string;
  readonly master: string;
}

/** Count what is alike, and name what is not. */
export function MergeEffects({ merge: key, duplicate, master }: MergeEffectsProps) {
  const { effects: labels } = useMergesTexts();
  const { nouns } = useTexts().trail;
  const { knownDate } = useFormats();
  const { effects, person } = useFragment(MERGE, key);
  if (effects.length === 0) return <p>{labels.unknown}</p>;
  const rowsOf = (resource: string, column?: string) =>
    effects.filter(
      (it) => it.resource === resource && (column === undefined || it.column === column),
    );
  const leading = rowsOf("person", "master_person_id");
  const own = leading.filter(({ resourceId }) => resourceId === person.databaseId);
  const followers = leading.filter(({ resourceId }) => resourceId !== person.databaseId);
  const deaths = effects.filter(isDeath);
  const events = rowsOf("vital_event");
  const pairs = rowsOf("manual_merge_candidate", "status");
  const requests = rowsOf("manual_merge_process", "superseded_at");
  const others = effects.filter((effect) => !isTold(effect));
  const names: Readonly<Record<string, string>> = nouns;
  const sentences: readonly (readonly [string, readonly Effect[]])[] = [
    [labels.gaveWay(duplicate, master), own],
    [labels.followers(followers.length), followers],
    [labels.events(events.length), events],
    ...deaths.map((it) => {
      const day = typeof it.after === "string" ? knownDate(it.after) : labels.noDay;
      return [labels.death(master, day), [it]] as const;
    }),
    [labels.pairs(pairs.length), pairs],
    [labels.requests(requests.length), requests],
    ...others.map((it) => {
      const noun = names[it.resource] ?? it.resource;
      return [labels.other(noun, it.column), [it]] as const;
    }),
  ];
  return (
    <ul>
      {sentences
        .filter(([, told]) => told.length > 0)
        .map(([sentence, told], index) => (
          <li key={index}>
            {sentence}{" "}
            {told.every(({ undoneAt }) => undoneAt != null) && (
              <span className="badge">{labels.changedBack}</span>
            )}
          </li>
        ))}
    </ul>
  );
}

/** Whether an effect is a day of death; what is known of a date has one of two columns. */
export function isDeath({ resource, column }: Pick<Effect, "resource" | "column">): boolean {
  return resource === "person" && ["death_date", "partial_death_date"].includes(column);
}

/** Columns that say with others what one sentence tells. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  person: ["master_person_id", "status", "version", "death_date", "partial_death_date"],
  vital_event: ["person_id"],
};

function isTold({ resource, column }: Effect): boolean {
  if (["manual_merge_candidate", "manual_merge_process"].includes(resource)) return true;
  return TOLD[resource]?.includes(column) ?? false;
}

const MERGE = graphql`
  fragment mergeEffects_merge on Merge {
    person {
      databaseId
    }
    effects {
      resource
      resourceId
      column
      before
      after
      undoneAt
    }
  }
`;
