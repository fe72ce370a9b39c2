/** How many records a list has, counted beside it: the list waits for no count. */
import { graphql } from "react-relay";
import type { recordCountQuery } from "../__generated__/recordCountQuery.graphql";
import { useLiveQuery } from "../api/live";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats } from "../texts/texts";

/** The API counts no further. */
const MOST = 10_000;
const EVERY_MS = 600_000;

/** Say it; its line is there before the count is, and is not where the API counts nothing. */
export function RecordCount({ filter }: { filter: recordCountQuery["variables"]["filter"] }) {
  const { queues } = useDeskTexts();
  const formats = useFormats();
  const options = { everyMs: EVERY_MS, isUnasked: true };
  const answer = useLiveQuery<recordCountQuery>(COUNT, { filter }, options);
  const count = answer?.vitalEvents.totalCount;
  if (count === null) return null;
  return (
    <p className="faint record-count" aria-live="polite">
      {count !== undefined &&
        (count > MOST ? queues.moreThan(formats.number(MOST)) : queues.count(count))}
    </p>
  );
}

const COUNT = graphql`
  query recordCountQuery($filter: VitalEventFilter) {
    vitalEvents(first: 0, filter: $filter) {
      totalCount
    }
  }
`;
