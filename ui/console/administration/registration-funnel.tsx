/** How far the declarations of a period have come, and how long each step took. */
import { Download } from "lucide-react";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type {
  registrationFunnelQuery,
  registrationFunnelQuery$data,
} from "../__generated__/registrationFunnelQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Refusal } from "../api/refusal";
import { choiceOf, daysOfRecords } from "../components/address";
import { Button } from "../components/button";
import { daySpan } from "../components/day-spans";
import { Select } from "../components/fields";
import type { FunnelBarsProps } from "../components/funnel-bars";
import { RefusalNotice } from "../components/notice";
import { QueryBoundary } from "../components/query-boundary";
import { ScrollRegion } from "../components/scroll-region";
import "../styles/charts.css";
import { useChartsTexts } from "../texts/charts-texts";
import { localesOf } from "../texts/languages";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import { saveAs } from "./saving";
import { NONE } from "./shares";

const FunnelBars = lazy<ComponentType<FunnelBarsProps>>(() =>
  import("../components/funnel-bars").catch(() => ({ default: () => null })),
);

interface Period {
  readonly from: string;
  readonly to: string;
}

/** Show the steps of all records, or of one kind, by one of their days. */
export function RegistrationFunnel(period: Period) {
  const texts = useTexts();
  const { funnel: labels } = useChartsTexts();
  const [search, setSearch] = useSearchParams();
  const kind: Kind | "" = choiceOf(search.get("kind"), texts.records.kinds, "");
  // A link that is sent shows what its sender saw.
  const by: By | "" = choiceOf(search.get("by"), labels.days, "");
  const set = (name: "kind" | "by", next: string) =>
    setSearch((former) => {
      const parameters = new URLSearchParams(former);
      if (next === "") parameters.delete(name);
      else parameters.set(name, next);
      return parameters;
    });
  return (
    <figure className="chart">
      <figcaption>
        <h2>{labels.title}</h2>
        <p className="faint">{labels.explanations[by || "DECLARED"]}</p>
      </figcaption>
      <div className="filters">
        <Select
          label={texts.records.kind}
          value={kind}
          onChange={(next) => set("kind", next)}
          options={{ "": texts.records.any, ...texts.records.kinds }}
        />
        <Select
          label={labels.by}
          value={by || "DECLARED"}
          onChange={(next) => set("by", next === "DECLARED" ? "" : next)}
          options={labels.days}
        />
      </div>
      <QueryBoundary resetKey={JSON.stringify([period, kind, by])}>
        <Steps period={period} kind={kind} by={by || "DECLARED"} />
      </QueryBoundary>
    </figure>
  );
}

type Kind = "BIRTH" | "DEATH" | "MARRIAGE";
type By = "DECLARED" | "EVENT" | "REGISTERED";
type Figures = registrationFunnelQuery$data["registrationStatistics"];

interface StepsProps {
  readonly period: Period;
  readonly kind: Kind | "";
  readonly by: By;
}

function Steps({ period, kind, by }: StepsProps) {
  const texts = useTexts();
  const { funnel: labels, asTable } = useChartsTexts();
  const formats = useFormats();
  const { language } = useLanguage();
  const { registrationStatistics: figures } = usePageQuery<registrationFunnelQuery>(STATISTICS, {
    ...period,
    kind: kind === "" ? null : kind,
    by,
  });
  if (figures.declared === 0) return <p className="faint">{labels.none}</p>;
  const time = (days: number | null | undefined) =>
    days == null ? null : daySpan(days, localesOf(language));
  const { statuses } = texts.records;
  const address = (status: string) => {
    const more = { ...(status === "" ? {} : { status }), ...(kind === "" ? {} : { kind }) };
    return `/records?${new URLSearchParams({ ...more, ...daysOfRecords(by, period) })}`;
  };
  const steps = (
    [
      [by === "DECLARED" ? statuses.DECLARED : labels.all, figures.declared, null, ""],
      [
        statuses.REGISTERED,
        figures.registered,
        figures.daysToRegister,
        "REGISTERED,CERTIFIED,ISSUED",
      ],
      [statuses.CERTIFIED, figures.certified, figures.daysToCertify, "CERTIFIED,ISSUED"],
      [statuses.ISSUED, figures.issued, figures.daysToIssue, "ISSUED"],
    ] as const
  ).map(([name, count, median, status]) => ({
    name,
    count,
    time: time(median),
    address: address(status),
  }));
  const inAll = time(figures.daysInAll);
  return (
    <>
      <Suspense fallback={<div className="funnel" />}>
        <FunnelBars title={labels.title} steps={steps} />
      </Suspense>
      <p>
        {inAll === null ? labels.noneIssued : labels.inAll(inAll)}{" "}
        {figures.stopped > 0 && labels.stopped(formats.number(figures.stopped))}
      </p>
      <SaveAsTable period={period} kind={kind} by={by} figures={figures} />
      <details>
        <summary>{asTable}</summary>
        <ScrollRegion label={labels.title}>
          <table className="numbers">
            <thead>
              <tr>
                <th scope="col">{labels.step}</th>
                <th scope="col">{labels.records}</th>
                <th scope="col">{labels.share}</th>
                <th scope="col">{labels.medianTime}</th>
              </tr>
            </thead>
            <tbody>
              {steps.map((step) => (
                <tr key={step.name}>
                  <th scope="row">{step.name}</th>
                  <td>
                    <Link
                      href={step.address}
                      aria-label={`${step.name}: ${formats.number(step.count)}`}
                    >
                      {formats.number(step.count)}
                    </Link>
                  </td>
                  <td>{`${formats.number(Math.round((100 * step.count) / figures.declared))} %`}</td>
                  <td>{step.time ?? NONE}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{labels.wholeWay}</th>
                <td>{formats.number(figures.issued)}</td>
                <td />
                <td>
                  <strong>{inAll ?? NONE}</strong>
                </td>
              </tr>
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </>
  );
}

/** Saves a row for each kind and one for all, or the one of the kind that is shown. */
function SaveAsTable({ period, kind, by, figures }: StepsProps & { readonly figures: Figures }) {
  const { lists, records } = useTexts();
  const environment = useRelayEnvironment();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const of = async (one: Kind) => {
    const variables = { ...period, kind: one, by };
    const answer = await fetchQuery<registrationFunnelQuery>(
      environment,
      STATISTICS,
      variables,
    ).toPromise();
    return { ...period, by, kind: one, ...answer?.registrationStatistics };
  };
  async function save() {
    setRefusal(null);
    try {
      const kinds = kind === "" ? (Object.keys(records.kinds) as Kind[]) : [];
      const rows = [...(await Promise.all(kinds.map(of))), { ...period, by, kind, ...figures }];
      saveAs(`records-by-${by.toLowerCase()}-${period.from}-${period.to}.csv`, csvOf(rows));
    } catch (error) {
      setRefusal(error instanceof Refusal ? error : Refusal.unreachable());
    }
  }
  return (
    <>
      <div className="actions">
        <Button onPress={() => void save()}>
          <Download className="icon" aria-hidden="true" /> {lists.export}
        </Button>
      </div>
      <RefusalNotice refusal={refusal} />
    </>
  );
}

type Row = Readonly<Record<string, string | number | null | undefined>>;

/** Return rows of figures as CSV: their names above, of days that they are the median; what is not known is left empty. */
function csvOf(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => written(row[name])).join(","));
  const heads = names.map((name) => name.replace(/^days/, "medianDays"));
  return [heads.join(","), ...lines, ""].join("\r\n");
}

/** Days are written to two digits: more of them say nothing. */
function written(value: string | number | null | undefined): string {
  return typeof value === "number" ? String(Math.round(100 * value) / 100) : (value ?? "");
}

const STATISTICS = graphql`
  query registrationFunnelQuery(
    $from: Date!
    $to: Date!
    $kind: VitalEventKind
    $by: DayOfRecord!
  ) {
    registrationStatistics(from: $from, to: $to, kind: $kind, by: $by) {
      declared
      registered
      certified
      issued
      stopped
      daysToRegister
      daysToCertify
      daysToIssue
      daysInAll
    }
  }
`;
