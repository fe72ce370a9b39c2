/** What waits, by age: pairs for reviewers, records for registrars. */
import { graphql } from "react-relay";
import type { waitingChartsQuery } from "../__generated__/waitingChartsQuery.graphql";
import { usePageQuery } from "../api/queries";
import { daysOfTrail } from "../components/address";
import { BarChart } from "../components/bar-chart";
import type { Bar } from "../components/bars";
import { type ChartsTexts, useChartsTexts } from "../texts/charts-texts";
import { useFormats } from "../texts/texts";

type Group = waitingChartsQuery["response"]["waitingByAge"][number];
type Queue = "pairs" | "toRegister" | "toCertify" | "toIssue";

const RECORDS = ["toRegister", "toCertify", "toIssue"] as const;

/** Show both, the youngest first. */
export function WaitingCharts() {
  const texts = useChartsTexts();
  const formats = useFormats();
  const { waitingByAge } = usePageQuery<waitingChartsQuery>(WAITING, {});
  const today = waitingByAge[0]?.lastDay ?? "";
  const barsOf = (queues: readonly Queue[]): readonly Bar[] =>
    waitingByAge.map((group) => ({
      ...namesOf(group, today, texts, formats.number),
      parts: queues.map((queue) => ({ count: group[queue], address: addressOf(group, queue) })),
    }));
  const { series } = texts.waiting;
  return (
    <div className="charts">
      <BarChart
        title={texts.waiting.pairs}
        kind={texts.age}
        series={[series.pairs]}
        bars={barsOf(["pairs"])}
        emptyText={texts.waiting.nothing}
      />
      <BarChart
        title={texts.waiting.records}
        kind={texts.age}
        series={RECORDS.map((queue) => series[queue])}
        bars={barsOf(RECORDS)}
        emptyText={texts.waiting.nothing}
      />
    </div>
  );
}

function namesOf(
  { firstDay, lastDay }: Group,
  today: string,
  { ages }: ChartsTexts,
  number: (value: number) => string,
): Pick<Bar, "name" | "label"> {
  const from = number(daysBetween(lastDay, today));
  if (firstDay == null) return { name: ages.older(from), label: ages.shortly(`${from}+`) };
  if (lastDay === today) return { name: ages.today, label: ages.today };
  const to = number(daysBetween(firstDay, today));
  return { name: ages.between(from, to), label: ages.shortly(`${from}–${to}`) };
}

function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / 86_400_000);
}

/** Pairs under review have no list for administrators: what was done with them on these days is in the trail. */
function addressOf({ firstDay, lastDay }: Group, queue: Queue): string {
  if (queue === "pairs")
    return `/trail?resource=manual_merge_candidate&order=oldest&${daysOfTrail(firstDay, lastDay)}`;
  const search = {
    toRegister: { status: "DECLARED" },
    toCertify: { status: "REGISTERED", only: "uncertified" },
    toIssue: { status: "CERTIFIED" },
  }[queue];
  const days = { ...(firstDay == null ? {} : { declaredFrom: firstDay }), declaredTo: lastDay };
  return `/records?${new URLSearchParams({ ...search, ...days, order: "oldest" })}`;
}

const WAITING = graphql`
  query waitingChartsQuery {
    waitingByAge {
      firstDay
      lastDay
      pairs
      toRegister
      toCertify
      toIssue
    }
  }
`;
