/** A cluster as a small graph; the list of its pairs beside it says the same in words. */
import type { ClusterLinkState } from "../__generated__/clusterQuery.graphql";
import { useJudgingTexts } from "../texts/judging-texts";

/** Signs on the lines, for those to whom dashes say nothing. */
const SIGNS: Readonly<Record<ClusterLinkState, string>> = {
  OPEN: "?",
  MERGED: "=",
  SPLIT: "≠",
  TRASH: "–",
};
const MIDDLE = 100;
const RADIUS = 78;

interface ClusterGraphProps {
  /** How many records there are; they stand in a circle, clockwise from the top. */
  readonly size: number;
  readonly links: readonly {
    readonly from: number;
    readonly to: number;
    readonly state: ClusterLinkState;
  }[];
}

/** Draw the records as numbers and their pairs as lines. */
export function ClusterGraph({ size, links }: ClusterGraphProps) {
  const texts = useJudgingTexts();
  const placeOf = (number: number) => {
    const angle = (2 * Math.PI * (number - 1)) / size - Math.PI / 2;
    return { x: MIDDLE + RADIUS * Math.cos(angle), y: MIDDLE + RADIUS * Math.sin(angle) };
  };
  return (
    <svg
      className="cluster-graph"
      viewBox="0 0 200 200"
      role="img"
      aria-label={texts.cluster.graph}
    >
      {links.map(({ from, to, state }) => {
        const [start, end] = [placeOf(from), placeOf(to)];
        // Not in the very middle, where the lines of a full circle cross.
        const [x, y] = [start.x * 0.66 + end.x * 0.34, start.y * 0.66 + end.y * 0.34];
        return (
          <g key={`${from} ${to}`} className={state.toLowerCase()}>
            <line x1={start.x} y1={start.y} x2={end.x} y2={end.y} />
            <circle className="sign" cx={x} cy={y} r="8" />
            <text x={x} y={y}>
              {SIGNS[state]}
            </text>
          </g>
        );
      })}
      {Array.from({ length: size }, (_, index) => placeOf(index + 1)).map(({ x, y }, index) => (
        <g key={index}>
          <circle className="record" cx={x} cy={y} r="14" />
          <text x={x} y={y}>
            {index + 1}
          </text>
        </g>
      ))}
    </svg>
  );
}
