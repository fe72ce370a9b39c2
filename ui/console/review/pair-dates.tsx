/** The days of a reviewer's own pair: since when it waits, when they had it or decided, when it was settled. */
import { Moment } from "../components/moment";
import { useJudgingTexts } from "../texts/judging-texts";
import { useFormats } from "../texts/texts";
import { isFinal } from "./my-day";
import { outcomeOf, type SettledPair } from "./outcome";

/** A request of the reviewer's own, as far as it has days. */
export interface DatedRequest {
  readonly status: string;
  readonly supersededAt: string | null | undefined;
  readonly insertedAt: string;
  readonly updatedAt: string;
  readonly withdrawnAt: string | null | undefined;
  readonly manualMergeCandidate: SettledPair & {
    readonly insertedAt: string;
    readonly updatedAt: string;
  };
}

/** Show what is known, each day in a line of its own after its word. */
export function PairDates({ of: request }: { of: DatedRequest }) {
  const { dates } = useJudgingTexts();
  const { day } = useFormats();
  const { status, supersededAt, manualMergeCandidate: pair } = request;
  const isOpen = !isFinal(status) && supersededAt == null;
  const own = isFinal(status) ? "decided" : status === "NEW" ? "given" : putOffHow(request);
  return (
    <>
      {isOpen && (
        <span className="dated">
          {dates.waits} <time dateTime={pair.insertedAt}>{day(pair.insertedAt)}</time>
        </span>
      )}
      <span className="dated">
        {dates[own]} <Moment at={status === "NEW" ? request.insertedAt : request.updatedAt} />
      </span>
      {["ONE_PERSON", "BOTH_STAND"].includes(outcomeOf(pair)) && (
        <span className="dated">
          {dates.settled} <Moment at={pair.updatedAt} />
        </span>
      )}
    </>
  );
}

/** What is postponed was put off by somebody, or by the registry, unless taking it back was the last of it. */
function putOffHow({ updatedAt, withdrawnAt }: DatedRequest): "takenBack" | "putOff" {
  const isLast = withdrawnAt != null && Date.parse(updatedAt) <= Date.parse(withdrawnAt);
  return isLast ? "takenBack" : "putOff";
}
