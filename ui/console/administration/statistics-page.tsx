/** The page of how the review goes: figures as tables, agreement only where there is enough of it (rule B19). */
import "../styles/merges.css";
import { graphql } from "react-relay";
import { useSearchParams } from "wouter";
import type { statisticsPageQuery } from "../__generated__/statisticsPageQuery.graphql";
import { useAsked } from "../api/asked";
import { usePageQuery } from "../api/queries";
import { isDay } from "../components/address";
import { Button } from "../components/button";
import { Contents, ContentsBoundary, Part } from "../components/contents";
import { daySpan } from "../components/day-spans";
import { ExportButton } from "../components/export-button";
import { TextField } from "../components/fields";
import { dayBefore, lastMonth, thisMonth } from "../components/months";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { useChartsTexts } from "../texts/charts-texts";
import { localesOf } from "../texts/languages";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useLanguage } from "../texts/texts";
import { AgreementOfPairs, AgreementOfReviewers } from "./agreement-tables";
import { DetectionRuns } from "./detection-runs";
import { FigureTable, type Rows } from "./figure-table";
import { QueueOfPairs } from "./queue-of-pairs";
import { RegistrationFunnel } from "./registration-funnel";
import { RegistrationsByPlace } from "./registrations-by-place";
import { NONE, useShare } from "./shares";

const DAYS = 30;

/** Show the figures of a period: `?from=2026-01-01&to=2026-01-31`. */
export default function StatisticsPage() {
  const { statistics: labels } = useMergesTexts();
  const [params, setParams] = useSearchParams();
  const today = new Date();
  const given = (name: string, ago: number) => {
    const value = params.get(name) ?? "";
    return isDay(value) ? value : dayBefore(today, ago);
  };
  const [from, to] = [given("from", DAYS - 1), given("to", 0)];
  const asked = useAsked<statisticsPageQuery["variables"]>({ from, to });
  const period = asked.variables;
  const others = ["kind", "by", "of", "at", "day"].flatMap((name) => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  });
  const setPeriod = (next: { readonly from: string; readonly to: string }) =>
    setParams({ ...Object.fromEntries(others), ...next });
  return (
    <Page title={labels.title}>
      <ContentsBoundary>
        <StatisticsContents />
      </ContentsBoundary>
      <div className="filters">
        <TextField
          label={labels.from}
          type="date"
          value={from}
          onChange={(value) => setPeriod({ from: value, to })}
        />
        <TextField
          label={labels.to}
          type="date"
          value={to}
          onChange={(value) => setPeriod({ from, to: value })}
        />
        <Button onPress={() => setPeriod(thisMonth(today))}>{labels.thisMonth}</Button>
        <Button onPress={() => setPeriod(lastMonth(today))}>{labels.lastMonth}</Button>
      </div>
      <Part id="places">
        <RegistrationsByPlace {...period} />
      </Part>
      <Part id="steps">
        <RegistrationFunnel {...period} />
      </Part>
      <Part id="review">
        <QueryBoundary {...asked.boundary}>
          <Figures {...period} />
        </QueryBoundary>
      </Part>
      <Part id="comparisons">
        <DetectionRuns />
      </Part>
    </Page>
  );
}

/** Show the links to the parts of the page. */
function StatisticsContents() {
  const { statistics: labels, runs } = useMergesTexts();
  const { places, funnel } = useChartsTexts();
  return (
    <Contents
      label={labels.contents}
      parts={[
        ["places", places.titles.BIRTH],
        ["steps", funnel.title],
        ["review", labels.review],
        ["comparisons", runs.title],
      ]}
    />
  );
}

function Figures(period: statisticsPageQuery["variables"]) {
  const { statistics: labels } = useMergesTexts();
  const formats = useFormats();
  const share = useShare();
  const { reviewStatistics: figures } = usePageQuery<statisticsPageQuery>(STATISTICS, period);
  const [half, most, nearlyAll] = figures.ageDays ?? [];
  const { language } = useLanguage();
  const time = (days: number | undefined) =>
    days === undefined ? NONE : daySpan(days, localesOf(language));
  const { oldestWaitingAt } = figures;
  const inThePeriod: Rows = [
    [labels.came, formats.number(figures.came)],
    [labels.settled, formats.number(figures.settled)],
    [labels.settledWithoutReview, formats.number(figures.settledWithoutReview)],
    [labels.decided, formats.number(figures.decided)],
    [labels.postponed, formats.number(figures.postponed)],
    [labels.withdrawn, formats.number(figures.withdrawn)],
    [labels.recused, formats.number(figures.recused)],
    [labels.percentAgreement, share.percent(figures.percentAgreement, figures.decided)],
    [labels.fleissKappa, share.kappa(figures.fleissKappa, figures.decided)],
  ];
  const age: Rows = [
    [labels.half, time(half)],
    [labels.most, time(most)],
    [labels.nearlyAll, time(nearlyAll)],
  ];
  return (
    <>
      <h2>{labels.review}</h2>
      <p>
        {oldestWaitingAt == null
          ? labels.nothingWaits
          : labels.waitsSince(formats.number(figures.waiting), formats.day(oldestWaitingAt))}
      </p>
      <p>
        {labels.cameAndWent(
          formats.number(figures.came),
          formats.number(figures.settled),
          formats.number(figures.settledWithoutReview),
        )}
      </p>
      <FigureTable title={labels.inThePeriod} rows={inThePeriod} />
      <p className="faint">{labels.decisionsMean}</p>
      <p className="faint">{labels.agreementMeans}</p>
      <p className="faint">{labels.enough}</p>
      <QueueOfPairs figures={figures} />
      <FigureTable title={labels.age} rows={age} />
      <AgreementOfReviewers reviewers={figures.reviewers}>
        <ExportButton list="reviewers" given={period} label={labels.exportReviewers} />
      </AgreementOfReviewers>
      <AgreementOfPairs pairs={figures.pairs}>
        <ExportButton list="reviewer-pairs" given={period} label={labels.exportPairs} />
      </AgreementOfPairs>
    </>
  );
}

const STATISTICS = graphql`
  query statisticsPageQuery($from: Date!, $to: Date!) {
    reviewStatistics(from: $from, to: $to) {
      decided
      settled
      postponed
      withdrawn
      recused
      came
      settledWithoutReview
      waiting
      oldestWaitingAt
      ...queueOfPairs_figures
      ageDays
      percentAgreement
      fleissKappa
      reviewers {
        ...agreementTables_reviewer
      }
      pairs {
        ...agreementTables_pair
      }
    }
  }
`;
