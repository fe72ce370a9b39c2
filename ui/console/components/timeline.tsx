/** What happened, one step below the other along a line, each with a sign of what it was. */
import {
  Archive,
  ArchiveRestore,
  Ban,
  CircleDot,
  CopyX,
  Eye,
  FilePen,
  FilePlus,
  GitMerge,
  Hand,
  type LucideIcon,
  PackageCheck,
  ScrollText,
  Stamp,
  UserPlus,
  X,
} from "lucide-react";
import type { ReactNode } from "react";
import { Moment } from "./moment";
import type { Tone } from "./status";
import "../styles/charts.css";

/** The sign and the tone of what was done, by the participle of its action. */
const signs: Readonly<Record<string, readonly [icon: LucideIcon, tone: Tone]>> = {
  declared: [FilePlus, "open"],
  imported: [UserPlus, "open"],
  assigned: [Hand, "open"],
  unassigned: [CircleDot, "over"],
  amended: [FilePen, "open"],
  registered: [Stamp, "good"],
  certified: [ScrollText, "good"],
  issued: [PackageCheck, "good"],
  corrected: [FilePen, "good"],
  correction_requested: [FilePen, "open"],
  annulment_requested: [Ban, "open"],
  correction_rejected: [X, "bad"],
  correction_withdrawn: [CircleDot, "over"],
  rejected: [X, "bad"],
  archived: [Archive, "over"],
  reinstated: [ArchiveRestore, "open"],
  marked_as_duplicate: [CopyX, "over"],
  annulled: [Ban, "bad"],
  revoked: [Ban, "bad"],
  merged: [GitMerge, "good"],
  viewed: [Eye, "over"],
};

export interface Step {
  readonly key: string;
  /** What it was, as `registered`: it chooses the sign. */
  readonly participle: string;
  readonly title: ReactNode;
  /** Who did it; null where that is not said. */
  readonly by: ReactNode;
  readonly at: string;
  /** How long after the step before, in words; null where that is not worth saying. */
  readonly after: string | null;
  readonly more?: ReactNode;
}

/** Draw the steps in their order. */
export function Timeline({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {steps.map(({ key, participle, title, by, at, after, more }) => {
        const [Icon, tone] = signs[participle] ?? [CircleDot, "over"];
        return (
          <li key={key} className={tone}>
            {after !== null && <p className="after">+ {after}</p>}
            <Icon className="icon" aria-hidden="true" />
            <div>
              <p>
                <strong>{title}</strong>
                {by !== null && <span>{by}</span>}
                <Moment at={at} />
              </p>
              {more}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
