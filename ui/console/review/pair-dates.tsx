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
  const own = isFinal(status) ? "decided" : status === "NEW" ? "given" : "putOff";
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
