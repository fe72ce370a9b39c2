/** A pair in a list of a reviewer's own: who, what they said, what came of it, when, and what can be done. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { MergeRequestStatus } from "../__generated__/requestsPageQuery.graphql";
import { PersonName } from "../components/moment";
import type { RowPlace } from "../components/rows";
import { Status } from "../components/status";
import { standingOf } from "./outcome";
import { type DatedRequest, PairDates } from "./pair-dates";
import { useSaid } from "./said";

type Named = Parameters<typeof PersonName>[0]["of"];

interface PairRowProps {
  readonly request: DatedRequest & {
    readonly id: string;
    readonly status: MergeRequestStatus;
    readonly manualMergeCandidate: {
      readonly mergeCandidate: { readonly person: Named; readonly masterPerson: Named };
    };
  };
  readonly place?: RowPlace;
  /** What came of the pair, in a few words. */
  readonly outcome?: ReactNode;
  readonly action?: ReactNode;
  /** What stands below, over the whole width. */
  readonly children?: ReactNode;
}

/** Show the row, each fact in a column of its own where there is room. */
export function PairRow({ request, place, outcome, action, children }: PairRowProps) {
  const said = useSaid();
  const { person, masterPerson } = request.manualMergeCandidate.mergeCandidate;
  return (
    <li {...place}>
      <Link href={`/requests/${encodeURIComponent(request.id)}`}>
        <PersonName of={person} /> · <PersonName of={masterPerson} />
      </Link>
      <Status of={standingOf(request)}>{said(request.status)}</Status>
      <span>{outcome}</span>
      <span>
        <PairDates of={request} />
      </span>
      <span>{action}</span>
      {children}
    </li>
  );
}
