/** The bars of a chart, drawn by visx; it alone and what is like it load that library. */
import { AxisBottom, AxisLeft } from "@visx/axis";
import { useParentSize } from "@visx/responsive";
import { scaleBand, scaleLinear } from "@visx/scale";
import { BarStack } from "@visx/shape";
import { useId } from "react";
import { Link } from "wouter";
import { useChartsTexts } from "../texts/charts-texts";
import { useFormats } from "../texts/texts";
import { type Place, useArrowKeys } from "./use-arrow-keys";

export interface Part {
  /** Null where it is not shown, being too small. */
  readonly count: number | null;
  /** Where what it counts is listed, if it is anywhere. */
  readonly address?: string;
}

export interface Bar {
  /** In words, as `24 Nov 2026`. */
  readonly name: string;
  /** What stands below it, where there is little room. */
  readonly label: string;
  /** A part for each series, in their order. */
  readonly parts: readonly Part[];
}

export interface BarsProps {
  readonly title: string;
  readonly series: readonly string[];
  readonly bars: readonly Bar[];
}

const [height, head, foot, side] = [200, 20, 24, 40];
/** So many pixels a label takes. */
const LABEL = 46;

/** Draw them as wide as there is room; what is empty is no link. */
export default function Bars({ title, series, bars }: BarsProps) {
  const texts = useChartsTexts();
  const formats = useFormats();
  const hint = useId();
  const { parentRef, width } = useParentSize<HTMLDivElement>({ debounceTime: 0 });
  const places = placesOf(bars);
  const { onKeyDown, linkProps } = useArrowKeys(places);
  const placeOf = (column: number, row: number) =>
    places.findIndex((place) => place.column === column && place.row === row);
  const names = bars.map(({ name }) => name);
  const x = scaleBand({ domain: names, range: [side, Math.max(width, side)], padding: 0.2 });
  const y = scaleLinear({
    domain: [0, Math.max(1, ...bars.map(totalOf))],
    range: [height - foot, head],
    nice: true,
  });
  const every = Math.max(1, Math.ceil((bars.length * LABEL) / Math.max(1, width - side)));
  const labelled = names.filter((_, at) => (bars.length - 1 - at) % every === 0);
  return (
    <div
      ref={parentRef}
      className="bars"
      role="group"
      aria-label={title}
      aria-describedby={places.length > 0 ? hint : undefined}
      onKeyDown={onKeyDown}
    >
      {places.length > 0 && (
        <span id={hint} className="visually-hidden">
          {texts.arrowKeys}
        </span>
      )}
      <svg role="none" width={width} height={height}>
        <g aria-hidden="true">
          <AxisLeft
            scale={y}
            left={side}
            hideAxisLine
            hideTicks
            tickValues={y.ticks(3).filter(Number.isInteger)}
            tickFormat={(value) => formats.number(Number(value))}
          />
          <AxisBottom
            scale={x}
            top={height - foot}
            hideTicks
            tickValues={labelled}
            tickFormat={(name) => bars.find((bar) => bar.name === name)?.label ?? name}
          />
        </g>
        <BarStack
          data={[...bars]}
          keys={series.map((_, at) => at)}
          value={(bar, at) => bar.parts[at]?.count ?? 0}
          x={({ name }) => name}
          xScale={x}
          yScale={y}
          color={() => ""}
        >
          {(stacks) =>
            bars.map((bar, column) => (
              <g key={bar.name}>
                {stacks.map(({ bars: drawn, index }) => {
                  const [part, place] = [bar.parts[index], drawn[column]];
                  if (part === undefined || place === undefined || !part.count) return null;
                  const name = `${bar.name}, ${series[index]}: ${formats.number(part.count)}`;
                  return part.address === undefined ? (
                    <g key={index} aria-hidden="true">
                      <Drawn series={index} at={place} name={name} />
                    </g>
                  ) : (
                    <Link
                      key={index}
                      href={part.address}
                      aria-label={name}
                      {...linkProps(placeOf(column, index))}
                    >
                      <Drawn series={index} at={place} name={name} />
                    </Link>
                  );
                })}
                {totalOf(bar) > 0 && every === 1 && (
                  <text
                    x={(x(bar.name) ?? 0) + x.bandwidth() / 2}
                    y={y(totalOf(bar)) - 4}
                    aria-hidden="true"
                  >
                    {formats.number(totalOf(bar))}
                  </text>
                )}
              </g>
            ))
          }
        </BarStack>
      </svg>
    </div>
  );
}

interface DrawnProps {
  readonly series: number;
  readonly at: Readonly<Record<"x" | "y" | "width" | "height", number>>;
  readonly name: string;
}

function Drawn({ series, at, name }: DrawnProps) {
  return (
    <rect className={`series-${series}`} x={at.x} y={at.y} width={at.width} height={at.height}>
      <title>{name}</title>
    </rect>
  );
}

function totalOf({ parts }: Bar): number {
  return parts.reduce((sum, { count }) => sum + (count ?? 0), 0);
}

/** Return where the links are, in the order of the document. */
function placesOf(bars: readonly Bar[]): readonly Place[] {
  return bars.flatMap(({ parts }, column) =>
    parts.flatMap(({ count, address }, row) =>
      count && address !== undefined ? [{ column, row }] : [],
    ),
  );
}
