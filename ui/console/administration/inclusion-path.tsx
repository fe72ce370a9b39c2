/** A picture of how an entry hangs together with the root that was signed. */
import { useProofTexts } from "../texts/proof-texts";
import type { Step } from "./inclusion";

const LEVEL = 34;
const MIDDLE = 130;
const ASIDE = 90;
const RADIUS = 6;

/** Draw the way from the leaf, below, up to the root, with the hashes beside it. */
export function InclusionPath({ steps }: { steps: readonly Step[] }) {
  const texts = useProofTexts();
  const height = (steps.length + 1) * LEVEL;
  /** Return the height of a node on the way; the leaf is on level 0. */
  const y = (level: number) => height - LEVEL / 2 - level * LEVEL;
  return (
    <>
      <svg
        className="inclusion-path"
        viewBox={`0 0 ${2 * MIDDLE} ${height}`}
        role="img"
        aria-label={`${texts.path}: ${steps.length}`}
        direction="ltr"
      >
        {steps.map(({ hash, isLeft }, level) => {
          const x = MIDDLE + (isLeft ? -ASIDE : ASIDE);
          return (
            <g key={hash}>
              <path
                d={`M${x} ${y(level)}L${MIDDLE} ${y(level + 1)}L${MIDDLE} ${y(level)}`}
                fill="none"
              />
              <circle cx={x} cy={y(level)} r={RADIUS} className="beside" />
              <text x={x} y={y(level) + RADIUS + 11} textAnchor="middle">
                {hash.slice(0, 8)}
              </text>
            </g>
          );
        })}
        {[...steps.keys(), steps.length].map((level) => (
          <circle key={level} cx={MIDDLE} cy={y(level)} r={RADIUS} />
        ))}
        <text x={MIDDLE + RADIUS + 6} y={y(steps.length) + 4}>
          {texts.root}
        </text>
        <text x={MIDDLE + RADIUS + 6} y={y(0) + 15}>
          {steps.length > 0 && texts.leaf}
        </text>
      </svg>
      <details>
        <summary>{texts.hashes}</summary>
        <ol className="inclusion-hashes">
          {steps.map(({ hash, isLeft }) => (
            <li key={hash}>
              <code dir="ltr">{hash}</code> {isLeft ? texts.left : texts.right}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
