/** A stacked bar chart of counts per day, with the same numbers in a table below it. */

import { useFormats, useTexts } from "../texts/texts";
import { ScrollRegion } from "./scroll-region";
import { useIsNarrowScreen } from "./use-is-narrow-screen";

export interface Day {
  readonly day: string;
  /** One count for each name, in the order of the names. */
  readonly counts: readonly number[];
}

interface BarChartProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly days: readonly Day[];
  /** Shown where the count of every day is zero. */
  readonly emptyText: string;
}

const height = 170;
const foot = 24;

/** Draw the chart; whoever cannot see it opens the table. */
export function BarChart({ title, names, days, emptyText }: BarChartProps) {
  const texts = useTexts();
  const formats = useFormats();
  const isNarrow = useIsNarrowScreen();
  const width = isNarrow ? 320 : 1000;
  const most = Math.max(1, ...days.map(({ counts }) => sum(counts)));
  const step = width / Math.max(1, days.length);
  return (
    <figure className="bar-chart">
      <figcaption>
        <h2>{title}</h2>
        <ul className="legend">
          {names.map((name, at) => (
            <li key={name}>
              <span className={`swatch series-${at}`} /> {name}
            </li>
          ))}
        </ul>
      </figcaption>
      {days.every(({ counts }) => sum(counts) === 0) && <p className="faint">{emptyText}</p>}
      <svg viewBox={`0 0 ${width} ${height + foot}`} role="img" aria-label={title}>
        {days.map(({ day, counts }, at) => (
          <g key={day} transform={`translate(${at * step} 0)`}>
            {stacked(counts).map(([from, count], series) => (
              <rect
                key={series}
                className={`series-${series}`}
                x={step * 0.1}
                width={step * 0.8}
                y={height - ((from + count) / most) * (height - 16)}
                height={(count / most) * (height - 16)}
              />
            ))}
            {sum(counts) > 0 && !isNarrow && (
              <text
                x={step / 2}
                y={height - (sum(counts) / most) * (height - 16) - 4}
                textAnchor="middle"
              >
                {formats.number(sum(counts))}
              </text>
            )}
            {(!isNarrow || at % 3 === 2) && (
              <text x={step / 2} y={height + 16} textAnchor="middle">
                {formats.shortDay(day)}
              </text>
            )}
          </g>
        ))}
        <line x1="0" x2={width} y1={height} y2={height} />
      </svg>
      <details>
        <summary>{texts.dashboard.asTable}</summary>
        <ScrollRegion label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.dashboard.day}</th>
                {names.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map(({ day, counts }) => (
                <tr key={day}>
                  <th scope="row">{formats.day(day)}</th>
                  {counts.map((count, at) => (
                    <td key={at}>{formats.number(count)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </figure>
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function stacked(counts: readonly number[]): readonly (readonly [from: number, count: number])[] {
  return counts.map((count, at) => [sum(counts.slice(0, at)), count] as const);
}
