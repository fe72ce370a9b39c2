/** A strip of outcomes, a small cell each, the newest last; every cell is a link, and all are one stop of Tab. */
import "../styles/charts.css";
import { useId } from "react";
import { Link } from "wouter";
import { useChartsTexts } from "../texts/charts-texts";
import type { Tone } from "./status";
import { useArrowKeys } from "./use-arrow-keys";

export interface Cell {
  readonly key: string;
  /** What it was, in words. */
  readonly name: string;
  readonly tone: Tone;
  readonly address: string;
}

/** Draw the cells. */
export function Strip({ label, cells }: { label: string; cells: readonly Cell[] }) {
  const { arrowKeys } = useChartsTexts();
  const hint = useId();
  const { onKeyDown, linkProps } = useArrowKeys(cells.map((_, column) => ({ column, row: 0 })));
  return (
    <div
      className="strip-group"
      role="group"
      aria-label={label}
      aria-describedby={hint}
      onKeyDown={onKeyDown}
    >
      <span id={hint} className="visually-hidden">
        {arrowKeys}
      </span>
      <ol className="strip">
        {cells.map(({ key, name, tone, address }, at) => (
          <li key={key}>
            <Link
              className={tone}
              href={address}
              aria-label={name}
              title={name}
              {...linkProps(at)}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}
