/** One act of the audit trail: who did what, when, and to whom; it opens into the rows it changed. */

import { Suspense, useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { trailAct_entry$key } from "../__generated__/trailAct_entry.graphql";
import { QueryBoundary } from "../components/query-boundary";
import type { RowPlace } from "../components/rows";
import { useTexts } from "../texts/texts";
import { actionText } from "./action-text";
import { ExactMoment } from "./exact-moment";
import { isOtherEnd, TrailDetail, TrailTitle } from "./trail-detail";
import { TrailRows } from "./trail-rows";
import { TrailSubject } from "./trail-subject";

interface TrailActProps {
  readonly entry: trailAct_entry$key;
  /** The names of persons by their ids, as far as they are known by now. */
  readonly names: ReadonlyMap<string, string>;
  readonly place: RowPlace;
}

/** Whether the row says what the act does not: which role, which list, what was changed. */
function saysMore(action: string): boolean {
  return action === "export.created" || action.startsWith("role.") || action.endsWith(".updated");
}

/** Show an act by one of its entries. */
export function TrailAct({ entry: key, names, place }: TrailActProps) {
  const texts = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const entry = useFragment(
    graphql`
      fragment trailAct_entry on AuditEntry {
        action
        actId
        actorId
        actor {
          displayName
        }
        client {
          name
        }
        correlationId
        insertedAt
        changeset
        previous
        record {
          id
        }
        vote {
          decision
          agreeing
          isSettled
        }
        ...trailSubject_entry
      }
    `,
    key,
  );
  const clientName = entry.client?.name;
  const actor =
    entry.actor?.displayName ?? (entry.actorId === null ? texts.trail.system : clientName);
  return (
    <li {...place}>
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>
          <strong>
            {isOtherEnd(entry) || entry.vote != null ? (
              <Suspense>
                <TrailTitle {...entry} />
              </Suspense>
            ) : (
              actionText(entry.action, texts)
            )}
          </strong>{" "}
          <code>{entry.action}</code> ·{" "}
          {saysMore(entry.action) && (
            <Suspense>
              <TrailDetail {...entry} />
            </Suspense>
          )}
          <bdi>{actor ?? entry.actorId}</bdi>
          {entry.actor && clientName !== undefined && (
            <span className="faint"> ({clientName})</span>
          )}{" "}
          · <ExactMoment at={entry.insertedAt} />
        </summary>
        {isOpen && (
          <>
            {entry.record != null && (
              <p>
                <Link href={`/records/${encodeURIComponent(entry.record.id)}#history`}>
                  {texts.records.inItsHistory}
                </Link>
              </p>
            )}
            <QueryBoundary>
              <TrailRows act={entry.actId} />
            </QueryBoundary>
            <div className="actions">
              <Link href={`/trail?correlationId=${entry.correlationId}`}>
                {texts.trail.ofRequest}
              </Link>
              {entry.actorId !== null && (
                <Link href={`/trail?actorId=${entry.actorId}`}>{texts.trail.ofActor}</Link>
              )}
            </div>
          </>
        )}
      </details>
      <TrailSubject entry={entry} names={names} />
    </li>
  );
}
