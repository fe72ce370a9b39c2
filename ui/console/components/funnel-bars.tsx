/** The steps of a funnel: a bar each, and between two how much of one came to the next, and how fast. */
import { useParentSize } from "@visx/responsive";
import { scaleBand, scaleLinear } from "@visx/scale";
import { Bar } from "@visx/shape";
import { useId } from "react";
import { Link } from "wouter";
import { useChartsTexts } from "../texts/charts-texts";
import { useFormats } from "../texts/texts";
import { useArrowKeys } from "./use-arrow-keys";

export interface FunnelStep {
  readonly name: string;
  readonly count: number;
  /** In how long half of it came from the step before, as it is written; null where nothing did. */
  readonly time: string | null;
  /** Where its records are listed. */
  readonly address: string;
}

export interface FunnelBarsProps {
  readonly title: string;
  readonly steps: readonly FunnelStep[];
}

const [height, side] = [260, 100];
/** So many pixels a count beside its bar takes. */
const COUNT = 90;

/** Draw them from the start of the line, the first above the others. */
export default function FunnelBars({ title, steps }: FunnelBarsProps) {
  const { arrowKeys, funnel: labels } = useChartsTexts();
  const formats = useFormats();
  const hint = useId();
  const { parentRef, width } = useParentSize<HTMLDivElement>({ debounceTime: 0 });
  // What comes later stands below: the arrow down leads to it.
  const { onKeyDown, linkProps } = useArrowKeys(steps.map((_, at) => ({ column: 0, row: -at })));
  const most = Math.max(1, ...steps.map(({ count }) => count));
  const x = scaleLinear({ domain: [0, most], range: [0, Math.max(0, width - side - COUNT)] });
  const y = scaleBand({ domain: steps.map(({ name }) => name), range: [0, height], padding: 0.45 });
  const topOf = ({ name }: FunnelStep) => y(name) ?? 0;
  const middle = y.bandwidth() / 2;
  const shareOf = ({ count }: FunnelStep) =>
    `${formats.number(Math.round((100 * count) / most))} %`;
  return (
    <div
      ref={parentRef}
      className="bars funnel"
      role="group"
      aria-label={title}
      aria-describedby={hint}
      onKeyDown={onKeyDown}
    >
      <span id={hint} className="visually-hidden">
        {arrowKeys}
      </span>
      <svg role="none" width={width} height={height}>
        {steps.map((step, at) => {
          const next = steps[at + 1];
          const bottom = topOf(step) + y.bandwidth();
          const name = [
            `${step.name}: ${formats.number(step.count)}, ${shareOf(step)}`,
            ...(step.time === null ? [] : [labels.within(step.time)]),
          ].join(", ");
          const bar = {
            className: "series-0",
            x: side,
            y: topOf(step),
            width: Math.max(2, x(step.count)),
            height: y.bandwidth(),
          };
          return (
            <g key={step.name}>
              {next !== undefined && (
                <g aria-hidden="true">
                  <polygon
                    className="flow"
                    points={[
                      `${side},${bottom}`,
                      `${side + x(step.count)},${bottom}`,
                      `${side + x(next.count)},${topOf(next)}`,
                      `${side},${topOf(next)}`,
                    ].join(" ")}
                  />
                  {next.time !== null && (
                    <text className="beside" x={side + 8} y={(bottom + topOf(next)) / 2}>
                      {labels.within(next.time)}
                    </text>
                  )}
                </g>
              )}
              <text className="before" x={side - 8} y={topOf(step) + middle} aria-hidden="true">
                {step.name}
              </text>
              <Link href={step.address} aria-label={name} {...linkProps(at)}>
                <Bar {...bar} />
              </Link>
              <text
                className="beside"
                x={side + x(step.count) + 8}
                y={topOf(step) + middle}
                aria-hidden="true"
              >
                {`${formats.number(step.count)} · ${shareOf(step)}`}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
