/** How far the declarations of a period have come, and how long each step took. */
import { Download } from "lucide-react";
import { type ComponentType, lazy, Suspense } from "react";
import { graphql } from "react-relay";
import { Link, useSearchParams } from "wouter";
import type { registrationFunnelQuery } from "../__generated__/registrationFunnelQuery.graphql";
import { usePageQuery } from "../api/queries";
import { choiceOf } from "../components/address";
import { Button } from "../components/button";
import { daySpan } from "../components/day-spans";
import { Select } from "../components/fields";
import type { FunnelBarsProps } from "../components/funnel-bars";
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

/** Show the steps of all records, or of one kind. */
export function RegistrationFunnel(period: Period) {
  const texts = useTexts();
  const { funnel: labels } = useChartsTexts();
  const [search, setSearch] = useSearchParams();
  const kind: Kind | "" = choiceOf(search.get("kind"), texts.records.kinds, "");
  // A link that is sent shows what its sender saw.
  const setKind = (next: Kind | "") =>
    setSearch((former) => {
      const parameters = new URLSearchParams(former);
      if (next === "") parameters.delete("kind");
      else parameters.set("kind", next);
      return parameters;
    });
  return (
    <figure className="chart">
      <figcaption>
        <h2>{labels.title}</h2>
        <p className="faint">{labels.explanation}</p>
      </figcaption>
      <div className="filters">
        <Select
          label={texts.records.kind}
          value={kind}
          onChange={setKind}
          options={{ "": texts.records.any, ...texts.records.kinds }}
        />
      </div>
      <QueryBoundary resetKey={JSON.stringify([period, kind])}>
        <Steps period={period} kind={kind} />
      </QueryBoundary>
    </figure>
  );
}

type Kind = "BIRTH" | "DEATH" | "MARRIAGE";

function Steps({ period, kind }: { period: Period; kind: Kind | "" }) {
  const texts = useTexts();
  const { funnel: labels, asTable } = useChartsTexts();
  const formats = useFormats();
  const { language } = useLanguage();
  const { registrationStatistics: figures } = usePageQuery<registrationFunnelQuery>(STATISTICS, {
    ...period,
    kind: kind === "" ? null : kind,
  });
  if (figures.declared === 0) return <p className="faint">{labels.none}</p>;
  const time = (days: number | null | undefined) =>
    days == null ? null : daySpan(days, localesOf(language));
  const { statuses } = texts.records;
  const save = () =>
    saveAs(`declarations-${period.from}-${period.to}.csv`, csvOf({ ...period, kind, ...figures }));
  const address = (status: string) => {
    const search = { declaredFrom: period.from, declaredTo: period.to };
    const more = { ...(status === "" ? {} : { status }), ...(kind === "" ? {} : { kind }) };
    return `/records?${new URLSearchParams({ ...more, ...search })}`;
  };
  const steps = (
    [
      [statuses.DECLARED, figures.declared, null, ""],
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
        {inAll !== null && `${labels.inAll(inAll)} `}
        {figures.stopped > 0 && labels.stopped(formats.number(figures.stopped))}
      </p>
      <div className="actions">
        <Button onPress={save}>
          <Download className="icon" aria-hidden="true" /> {texts.lists.export}
        </Button>
      </div>
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
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </>
  );
}

/** Return figures as CSV of one row: their names above, what is not known left empty. */
function csvOf(figures: Readonly<Record<string, string | number | null | undefined>>): string {
  const columns = Object.entries(figures);
  const names = columns.map(([name]) => name).join(",");
  return `${names}\r\n${columns.map(([, value]) => written(value)).join(",")}\r\n`;
}

/** Days are written to two digits: more of them say nothing. */
function written(value: string | number | null | undefined): string {
  return typeof value === "number" ? String(Math.round(100 * value) / 100) : (value ?? "");
}

const STATISTICS = graphql`
  query registrationFunnelQuery($from: Date!, $to: Date!, $kind: VitalEventKind) {
    registrationStatistics(from: $from, to: $to, kind: $kind) {
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
