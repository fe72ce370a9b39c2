/** How an organisation stands: its members month by month, who came and went, and what was declared there (rule T4). */
import { graphql } from "react-relay";
import type { organisationFiguresQuery } from "../__generated__/organisationFiguresQuery.graphql";
import { usePageQuery } from "../api/queries";
import { BarChart } from "../components/bar-chart";
import { useChartsTexts } from "../texts/charts-texts";
import { localesOf } from "../texts/languages";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import { barsOf, daysUpTo, type Figure, labelsOf } from "./figures";

const GENDERS = ["FEMALE", "MALE", "OTHER", "UNKNOWN"];
const KINDS = ["BIRTH", "DEATH", "MARRIAGE"];

/** Show them, or that the organisation has none. */
export function OrganisationFigures({ id }: { id: string }) {
  const { organisation: labels } = useChartsTexts();
  const { genders, records } = useTexts();
  const { kinds } = records;
  const formats = useFormats();
  const nameMonth = useMonths();
  const { organisation } = usePageQuery<organisationFiguresQuery>(FIGURES, { id });
  if (organisation == null) return null;
  const { members, years, joined, left, involvements } = organisation;
  const last = [members, years, joined, left, involvements]
    .flat()
    .map(({ on }) => on)
    .sort()
    .at(-1);
  if (last === undefined) {
    return <p className="faint">{labels.noneYet}</p>;
  }
  const days = daysUpTo(last);
  const monthly = (figures: readonly Figure[], series: readonly string[]) =>
    barsOf(days, series, figures, nameMonth);
  const now = years.filter(({ on }) => on === last);
  const emptyText = (figures: readonly Figure[]) =>
    figures.length === 0 ? labels.none : labels.allTooFew;
  const moves = [...joined, ...left];
  const genderSeries = labelsOf(members, GENDERS);
  const kindSeries = labelsOf(involvements, KINDS);
  return (
    <section>
      <p className="faint">{labels.explanation}</p>
      <div className="charts">
        <BarChart
          title={labels.members}
          kind={labels.month}
          series={genderSeries.map((label) => genders[label as keyof typeof genders] ?? label)}
          bars={monthly(members, genderSeries)}
          emptyText={emptyText(members)}
        />
        <BarChart
          title={labels.moves}
          kind={labels.month}
          series={[labels.joined, labels.left]}
          bars={monthly(moves, ["JOINED", "LEFT"])}
          emptyText={emptyText(moves)}
        />
        {now.length > 0 && (
          <BarChart
            title={labels.ages(formats.day(last))}
            kind={labels.year}
            series={[labels.count]}
            bars={now.map(({ label, count }) => ({
              name: label === "UNKNOWN" ? genders.UNKNOWN : label,
              label: label === "UNKNOWN" ? "?" : label,
              parts: [{ count: count ?? null }],
            }))}
            emptyText={emptyText(now)}
          />
        )}
        {involvements.length > 0 && (
          <BarChart
            title={labels.involvements}
            kind={labels.month}
            series={kindSeries.map((label) => kinds[label as keyof typeof kinds] ?? label)}
            bars={monthly(involvements, kindSeries)}
            emptyText={emptyText(involvements)}
          />
        )}
      </div>
    </section>
  );
}

/** Return what names a month by its last day, in words and shortly. */
function useMonths() {
  const { language } = useLanguage();
  const formats = useFormats();
  const short = new Intl.DateTimeFormat(localesOf(language), {
    month: "short",
    year: "2-digit",
    timeZone: "UTC",
  });
  return (day: string) => ({
    name: formats.knownDate(day.slice(0, "2026-11".length)),
    label: short.format(new Date(`${day}T00:00:00Z`)),
  });
}

const FIGURES = graphql`
  query organisationFiguresQuery($id: ID!) {
    organisation(id: $id) {
      members: figures(kind: MEMBERS_BY_GENDER) {
        on
        label
        count
      }
      years: figures(kind: MEMBERS_BY_BIRTH_YEAR) {
        on
        label
        count
      }
      joined: figures(kind: JOINED) {
        on
        label
        count
      }
      left: figures(kind: LEFT) {
        on
        label
        count
      }
      involvements: figures(kind: INVOLVEMENTS) {
        on
        label
        count
      }
    }
  }
`;
