/** Bars of counts, each a link to what it counts where that is listed, with the same numbers in a table below. */
import "../styles/charts.css";
import { type ComponentType, lazy, Suspense } from "react";
import { Link } from "wouter";
import { useChartsTexts } from "../texts/charts-texts";
import { useFormats } from "../texts/texts";
import type { Bar, BarsProps } from "./bars";
import { ScrollRegion } from "./scroll-region";

interface BarChartProps {
  readonly title: string;
  /** What the bars are: the head of their column in the table. */
  readonly kind: string;
  readonly series: readonly string[];
  readonly bars: readonly Bar[];
  /** Shown instead of bars where there is nothing. */
  readonly emptyText: string;
}

/** What draws them is large, and loaded when a page has some; the table stands without it. */
const Bars = lazy<ComponentType<BarsProps>>(() =>
  import("./bars").catch(() => ({ default: () => null })),
);

/** Draw the chart; whoever cannot see it opens the table. */
export function BarChart({ title, kind, series, bars, emptyText }: BarChartProps) {
  const texts = useChartsTexts();
  const isEmpty = bars.every(({ parts }) => parts.every(({ count }) => !count));
  return (
    <figure className="chart">
      <figcaption>
        <h2>{title}</h2>
        {series.length > 1 && !isEmpty && (
          <ul className="legend">
            {series.map((name, at) => (
              <li key={name}>
                <span className={`swatch series-${at}`} /> {name}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      {isEmpty ? (
        <p className="faint">{emptyText}</p>
      ) : (
        <>
          <Suspense fallback={<div className="bars" />}>
            <Bars title={title} series={series} bars={bars} />
          </Suspense>
          <details>
            <summary>{texts.asTable}</summary>
            <ScrollRegion label={title}>
              <Numbers kind={kind} series={series} bars={bars} />
            </ScrollRegion>
          </details>
        </>
      )}
    </figure>
  );
}

function Numbers({ kind, series, bars }: Pick<BarChartProps, "kind" | "series" | "bars">) {
  const formats = useFormats();
  const texts = useChartsTexts();
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">{kind}</th>
          {series.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bars.map(({ name, parts }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {parts.map(({ count, address }, at) => (
              <td key={series[at]}>
                {count === null ? (
                  <span className="faint">{texts.tooFew}</span>
                ) : count === 0 || address === undefined ? (
                  formats.number(count)
                ) : (
                  <Link
                    href={address}
                    aria-label={`${name}, ${series[at]}: ${formats.number(count)}`}
                  >
                    {formats.number(count)}
                  </Link>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
